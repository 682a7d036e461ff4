import FoundationEssentials
import Glibc
import Testing

/// What a machine can do to a run. Each ends with the documented status and a message that says what to do, and once that is
/// done, the next run goes on and comes to the undisturbed results.
@Suite("The world") struct WorldTests {
  /// A name space in which file systems may be mounted, without rights outside of it.
  private static let space = ["unshare", "--user", "--map-root-user", "--mount"]
  /// The superuser may do everything, so these rights are given up.
  private static let humble = geteuid() == 0 ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] : []

  /// Some machines and containers allow no name spaces.
  private static let hasSpaces = (try? Workplace().mounts()) ?? false

  private func expected(_ arguments: String...) throws -> [UInt8] {
    let place = try Workplace()
    #expect(try place.run(all: ["run", "wave.yaml"] + arguments).status == 0)
    return try place.bytes("results/wave/speed.csv")
  }

  @Test(
    "A full disk fails the stage that met it, and with more room the run goes on", .enabled(if: hasSpaces))
  func fullDisk() throws {
    let place = try Workplace()
    try place.makeFolder(".grokline")
    let script = """
      mount -t tmpfs -o size=28k none .grokline && "$@"; echo first $?
      mount -o remount,size=30m none .grokline && "$@"; echo second $?
      "$0" store verify; echo verified $?
      """
    let result = try place.run(
      "run", "wave.yaml", "--jobs", "1", wrapper: Self.space + ["sh", "-c", script, Workplace.program])
    #expect(result.output.contains("first 1\n"))
    #expect(
      result.errors.contains(
        "no space left on device; free space there, or put the store elsewhere with --store"))
    #expect(result.output.contains("second 0\n") && result.output.contains("verified 0\n"))
    #expect(try place.bytes("results/wave/speed.csv") == expected())
  }

  @Test(
    "A store on a read-only file system is read; what has to run fails and says why", .enabled(if: hasSpaces))
  func readOnlyStore() throws {
    let place = try Workplace()
    #expect(try place.run("run", "wave.yaml").status == 0)
    let readOnly =
      Self.space + [
        "sh", "-c", #"mount --bind .grokline .grokline && mount -o remount,ro,bind .grokline && exec "$@""#,
        "sh",
      ]
    let plan = try place.run("plan", "wave.yaml", "--check", wrapper: readOnly)
    #expect(plan.status == 0, "\(plan.errors)")
    #expect(try place.run("run", "wave.yaml", wrapper: readOnly).output.contains("nothing to do"))
    #expect(try place.run("results", "wave.yaml", wrapper: readOnly).output.contains("filtered"))
    #expect(try place.run("store", "verify", wrapper: readOnly).status == 0)
    try place.write("wave.yaml", Workplace.spec(until: 300))
    let run = try place.run("run", "wave.yaml", wrapper: readOnly)
    #expect(run.status == 1)
    #expect(run.errors.contains("the file system is read-only, choose another store with --store"))
    #expect(try place.run("store", "gc", wrapper: readOnly).status == 1)
    #expect(try place.run("run", "wave.yaml").status == 0)
  }

  @Test("A store without permission is named, with what to do")
  func permission() throws {
    let place = try Workplace()
    #expect(try place.run("run", "wave.yaml").status == 0)
    try place.write("wave.yaml", Workplace.spec(until: 300))
    for folder in ["", "/drafts", "/users", "/objects", "/records"] {
      #expect(chmod(place.folder + "/.grokline" + folder, 0o555) == 0)
    }
    #expect(chmod(place.folder + "/.grokline/locks", 0o444) == 0)
    let run = try place.run("run", "wave.yaml", wrapper: Self.humble)
    #expect(run.status == 1)
    #expect(
      run.errors.contains("permission denied; give this user access, or choose another store with --store"))
    #expect(chmod(place.folder + "/.grokline", 0o000) == 0)
    let hidden = try place.run("plan", "wave.yaml", wrapper: Self.humble)
    #expect(hidden.status == 1)
    #expect(hidden.errors.contains("permission denied; give this user access"))
    for folder in ["", "/drafts", "/users", "/objects", "/records"] {
      #expect(chmod(place.folder + "/.grokline" + folder, 0o755) == 0)
    }
    #expect(chmod(place.folder + "/.grokline/locks", 0o644) == 0)
    let again = try place.run("run", "wave.yaml", "--json", wrapper: Self.humble)
    #expect(again.status == 0)
    // The first 200 steps were not trained again.
    #expect(again.output.contains(#""steps":[200,300]"#) && !again.output.contains(#""steps":[0,300]"#))
  }

  @Test("Without HOME everything works")
  func noHome() throws {
    let place = try Workplace()
    let result = try place.run("run", "wave.yaml", wrapper: ["env", "-u", "HOME"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(try place.run("store", "du", wrapper: ["env", "-u", "HOME"]).status == 0)
  }

  @Test(
    "A clock that was set back changes nothing: files from the future are known, and an older file that differs is new"
  )
  func clock() throws {
    let place = try Workplace()
    #expect(try place.run("run", "wave.yaml").status == 0)
    let future = try place.run(
      "plan", "wave.yaml", "--check",
      wrapper: ["sh", "-c", #"find . -exec touch -d "+400 days" {} + && exec "$@""#, "sh"])
    #expect(future.status == 0, "\(future.output)\(future.errors)")
    #expect(try place.run("run", "wave.yaml").status == 0)
    #expect(try place.run("store", "verify").status == 0)
    let csv = String(decoding: try place.bytes("wave.csv"), as: UTF8.self)
    try place.write("wave.csv", csv.replacing("0.5,", with: "0.7,"))
    let past = try place.run(
      "plan", "wave.yaml", "--check",
      wrapper: ["sh", "-c", #"touch -d "2001-01-01" wave.csv && exec "$@""#, "sh"])
    #expect(past.status == 4)
  }

  @Test("A limit on open files that is too small is named; with a larger one the run goes on")
  func openFiles() throws {
    let place = try Workplace()
    // What other tests have open at this moment must not count.
    let alone = #"for file in $(seq 5 250); do eval "exec $file>&-"; done; "#
    for limit in ["12", "20"] {
      let result = try place.run(
        "run", "wave.yaml", "--jobs", "2",
        wrapper: ["bash", "-c", alone + #"ulimit -n \#(limit) && exec "$@""#, "bash"])
      #expect(result.status == 1, "\(limit): \(result.output)\(result.errors)")
      #expect(
        result.errors.contains("raise the limit on open files (ulimit -n) or run fewer jobs"),
        "\(result.errors)")
    }
    #expect(try place.run("run", "wave.yaml").status == 0)
    #expect(try place.bytes("results/wave/speed.csv") == expected())
  }

  @Test("A data file of four gigabytes is refused at its place in the spec before it is read")
  func largeFile() throws {
    let place = try Workplace()
    #expect(truncate(place.folder + "/wave.csv", 4 << 30) == 0)
    // Who reads it has no room for it.
    let result = try place.run(
      "plan", "wave.yaml", wrapper: ["bash", "-c", #"ulimit -v 3000000 && exec "$@""#, "bash"])
    #expect(result.status == 3)
    #expect(
      result.errors.hasPrefix("wave.yaml:2:28: error: 'wave.csv' has 4294967296 bytes, and files of up to"))
  }

  @Test("A results folder that cannot be written is named; what was made is kept, and put there later")
  func results() throws {
    let place = try Workplace()
    try place.write("results", "a file where the folder should be\n")
    let first = try place.run("run", "wave.yaml")
    #expect(first.status == 1)
    #expect(first.errors.contains("/results/wave': not a directory; what was made is kept in the store"))
    #expect(first.output.contains("4 ran, 0 failed"))
    try FileManager.default.removeItem(atPath: place.folder + "/results")
    try place.makeFolder("results/wave")
    #expect(chmod(place.folder + "/results/wave", 0o555) == 0)
    let second = try place.run("run", "wave.yaml", wrapper: Self.humble)
    #expect(second.status == 1)
    #expect(second.errors.contains("cannot write '") && second.errors.contains("permission denied"))
    #expect(chmod(place.folder + "/results/wave", 0o755) == 0)
    let third = try place.run("run", "wave.yaml", "--json")
    #expect(third.status == 0)
    #expect(third.output.contains(#""ran":[]"#))
    #expect(try place.bytes("results/wave/speed.csv") == expected())
  }
}

extension Workplace {
  func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(atPath: folder + "/" + path, withIntermediateDirectories: true)
  }

  /// Whether file systems can be mounted here, in a name space of one's own.
  fileprivate func mounts() throws -> Bool {
    try run(
      "--version",
      wrapper: [
        "unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
        #"mount -t tmpfs -o size=1m none . && exec "$@""#, "sh",
      ]
    ).status == 0
  }
}
