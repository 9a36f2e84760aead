#!/usr/bin/env bash
# Fails unless every file that runs is attested as built by release.yml from that commit of that branch.
# Usage: verify-attestations.sh COMMIT REF   (REF such as refs/heads/main)
set -euo pipefail

commit="$1"
ref="$2"
verify() {
  gh attestation verify "$1" --repo "$GITHUB_REPOSITORY" \
    --signer-workflow "$GITHUB_REPOSITORY/.github/workflows/release.yml" \
    --source-digest "$commit" --source-ref "$ref" --deny-self-hosted-runners "${@:2}"
}
git ls-files -z -- action.yml ecs/action.yml dist | while IFS= read -r -d '' file; do
  # An attestation that was just written may take some seconds to be found.
  for attempt in 1 2 3 4 5; do
    if verify "$file" > /dev/null; then break; fi
    if [ "$attempt" = 5 ]; then echo "::error::There is no attestation for $file."; exit 1; fi
    sleep 5
  done
  echo "attested: $file"
done
verify action.yml --predicate-type https://cyclonedx.org/bom > /dev/null
echo 'attested: the bill of materials'
