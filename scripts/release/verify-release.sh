#!/usr/bin/env bash
# Fails unless the release is published and immutable, and GitHub attests that its tag is the one that we see.
# Usage: verify-release.sh TAG
set -euo pipefail

tag="$1"
fail() { echo "::error::$*"; exit 1; }

state="$(gh release view "$tag" --repo "$GITHUB_REPOSITORY" --json isDraft,isImmutable,isPrerelease --jq '[.isDraft, .isImmutable, .isPrerelease] | @csv')"
[ "$state" = false,true,false ] || fail "$tag must be published, immutable and no prerelease (draft, immutable, prerelease: $state)."
object="$(gh api "repos/$GITHUB_REPOSITORY/git/ref/tags/$tag" --jq .object.sha)"
for attempt in 1 2 3 4 5 6; do
  if attested="$(gh release verify "$tag" --repo "$GITHUB_REPOSITORY" --format json --jq '.verificationResult.statement.subject[0].digest.sha1')"; then break; fi
  [ "$attempt" != 6 ] || fail "GitHub has no attestation for $tag."
  sleep 5
done
[ "$attested" = "$object" ] || fail "The attestation of $tag is for $attested, but the tag points to $object."
echo "$tag is immutable, and attested for $object"
