# --docs: endpoints/CATALOGUE.md, which says of every endpoint what it does, what is proved, and who supports it.

docs::write() {
  local file=$CORE_ROOT/endpoints/CATALOGUE.md
  if cli::is_given dry_run; then
    docs::print
    return 0
  fi
  docs::print >"$CORE_TEMP/catalogue"
  cp "$CORE_TEMP/catalogue" "$file.part"
  mv "$file.part" "$file"
  log::success "wrote ${file#"$CORE_ROOT/"}: $(grep -c '^## ' "$file") groups"
}

# Always of all groups and all frameworks, whatever else the command line says.
docs::print() {
  local group name
  contract::load "${ENDPOINTS_GROUPS[@]}"
  frameworks::survey "$(core::join , "${FRAMEWORKS_ALL[@]}")"
  ((!${#FRAMEWORKS_UNAVAILABLE[@]})) \
    || core::die "$CORE_STATUS_MISSING" "the catalogue needs each framework's own word; missing: $(core::join ', ' "${!FRAMEWORKS_UNAVAILABLE[@]}")"
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do cat "$FRAMEWORKS_DESCRIPTIONS/$name.json"; done >"$CORE_TEMP/docs.frameworks"
  for group in "${ENDPOINTS_GROUPS[@]}"; do
    jq -nc --arg group "$group" --arg title "${ENDPOINTS_TITLE[$group]}" --arg optional "${ENDPOINTS_OPTIONAL[$group]}" '$ARGS.named'
  done >"$CORE_TEMP/docs.groups"
  docs::_of_each_group endpoints::entries_json >"$CORE_TEMP/docs.entries"
  docs::_of_each_group docs::_contracts | jq -rs -L "$CORE_ROOT/lib" --slurpfile frameworks "$CORE_TEMP/docs.frameworks" \
    --slurpfile groups "$CORE_TEMP/docs.groups" --slurpfile entries "$CORE_TEMP/docs.entries" -f "$CORE_ROOT/lib/docs.jq"
}

# JSON values of each group, with the group in them.
docs::_of_each_group() { # <function>
  local group
  for group in "${ENDPOINTS_GROUPS[@]}"; do
    "$1" "$group" | jq -c --arg group "$group" '.group = $group'
  done
}

docs::_contracts() { # <group>
  cat "$CONTRACT_FOLDER/$1.json"
}
