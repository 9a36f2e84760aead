#!/usr/bin/env bash
# The demo of this checkout with the files that run taken from git's archive of the commit, as a runner gets them.
# Usage: demo-of-archive.sh FOLDER   (it is made, and is left)
set -euo pipefail

folder="$1"
mkdir -p "$folder/archive"
git archive HEAD | tar -x -C "$folder/archive"
git worktree add --quiet --detach "$folder/checkout" HEAD
cd "$folder/checkout"
# The simulator and the demo itself are the checkout's; the rest of dist is not.
find dist -maxdepth 1 -type f -delete
rm action.yml ecs/action.yml
cp -R "$folder/archive/." .
for target in lightsail ecs; do
  node scripts/demo.js --target "$target" | tee "$folder/$target.log"
  # Of the three scenarios two end well, and one fails as it should.
  test "$(grep -c 'exit code 0' "$folder/$target.log")" = 2
  test "$(grep -c 'exit code 1' "$folder/$target.log")" = 1
done
git worktree remove --force "$folder/checkout"
