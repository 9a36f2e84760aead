#!/usr/bin/env bash
# Moves v1 and v1.2 to the tag of v1.2.3. No GitHub release ever stands on a tag that moves: an immutable one could not.
# Usage: point-at.sh TAG EVENT   (EVENT release: TAG must be the latest release; by hand it may be an earlier one)
set -euo pipefail

tag="$1"
event="$2"
api="repos/$GITHUB_REPOSITORY"
fail() { echo "::error::$*"; exit 1; }

if [ "$event" = release ]; then
  latest="$(gh api "$api/releases/latest" --jq .tag_name)"
  [ "$latest" = "$tag" ] || fail "$tag is not the latest release; $latest is. To go back to $tag, start this workflow by hand."
fi
object="$(gh api "$api/git/ref/tags/$tag" --jq .object.sha)"
for floating in "${tag%.*}" "${tag%%.*}"; do
  if gh release view "$floating" --repo "$GITHUB_REPOSITORY" > /dev/null 2>&1; then fail "There is a release on $floating, a tag that moves. Delete that release."; fi
  if gh api "$api/git/ref/tags/$floating" > /dev/null 2>&1; then
    gh api --method PATCH "$api/git/refs/tags/$floating" -f sha="$object" -F force=true > /dev/null
  else
    gh api --method POST "$api/git/refs" -f ref="refs/tags/$floating" -f sha="$object" > /dev/null
  fi
  [ "$(gh api "$api/git/ref/tags/$floating" --jq .object.sha)" = "$object" ] || fail "$floating did not move."
  echo "$floating is $tag"
done
# A minor version whose first release is bad has nothing good to go back to.
[ "$event" != release ] || exit 0
latest="$(gh api "$api/releases/latest" --jq .tag_name)"
if [ "${latest%%.*}" = "${tag%%.*}" ] && [ "${latest%.*}" != "${tag%.*}" ]; then
  echo "::warning::${latest%.*} still points to $latest. It moves with the next ${latest%.*} release: if $latest is bad, release that now."
fi
