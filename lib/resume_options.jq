# What a run was asked for → one line for each option that measuring depends on: name, what was written, what became of it.
.settings as $settings
| .asked as $asked
| ({
    framework: ($asked.frameworks | join(",")),
    features: ($settings.features | join(",")),
    benchmarks: ([.groups | to_entries[] | .key as $group | .value.endpoints[] | "\($group).\(.)"] | join(",")),
    threads: "\($settings.threads)", rounds: "\($settings.rounds)",
    "server-cpus": $settings.server_cpus, "client-cpus": $settings.client_cpus
  }) as $became
| $names / " "
| .[]
| [., $asked.options[.] // "", $became[.] // $asked.options[.] // ""]
| join("\u001f")
