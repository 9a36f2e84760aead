#!/usr/bin/env bash
# Tags the commit and drafts its release; may be run again after an attempt that ended in the middle.
# Usage: draft.sh TAG COMMIT FOLDER   (FOLDER has notes.md, SHA256SUMS and sbom.cdx.json)
set -euo pipefail

tag="$1"
commit="$2"
folder="$3"
api="repos/$GITHUB_REPOSITORY"
fail() { echo "::error::$*"; exit 1; }

if tagged="$(gh api "$api/git/ref/tags/$tag" --jq .object.sha 2> /dev/null)"; then
  [ "$(gh api "$api/git/tags/$tagged" --jq .object.sha)" = "$commit" ] || fail "$tag already points to another commit."
else
  object="$(gh api --method POST "$api/git/tags" -f tag="$tag" -f message="$tag" -f object="$commit" -f type=commit --jq .sha)"
  gh api --method POST "$api/git/refs" -f ref="refs/tags/$tag" -f sha="$object" > /dev/null
fi

if state="$(gh release view "$tag" --json isDraft --jq .isDraft 2> /dev/null)"; then
  [ "$state" = true ] || fail "$tag is published already."
  gh release upload "$tag" "$folder/SHA256SUMS" "$folder/sbom.cdx.json" --clobber
else
  gh release create "$tag" "$folder/SHA256SUMS" "$folder/sbom.cdx.json" \
    --draft --verify-tag --title "$tag" --notes-file "$folder/notes.md"
fi
