split("\u001f") | {benchmark: "\(.[0]).\(.[2])", group: .[0], group_title: .[1], endpoint: .[2], method: .[3], path: .[5], in_all: (.[4] == "no")}
