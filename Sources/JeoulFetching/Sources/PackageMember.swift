import Foundation

/// A file inside a package of the Python Package Index.
struct PackageMember: Sendable, Hashable {
    let package: String
    let version: String
    let member: String

    init(package: String, version: String, member: String) throws(FetchError) {
        self.package = try SafeName.checked(package, as: "a package")
        self.version = try SafeName.checked(version, as: "a version")
        // `unzip` would take some characters for a pattern, and a dash at the start for an option.
        guard !member.isEmpty, !member.hasPrefix("-"), member.unicodeScalars.allSatisfy({ $0.value > 0x20 }),
            !member.contains(where: { "*?[]\\".contains($0) })
        else { throw FetchError(.badName(what: "a member of a package"), subject: SafeName.printable(member)) }
        self.member = member
    }
}

extension FetchSession {
    /// Fetches the wheel of a package, checks it against what the index says of it, and takes one file out of it.
    func download(
        _ member: PackageMember, as file: RemoteFile, into folder: URL
    ) throws(FetchError) -> Download {
        guard let unzip = SystemProgram.find("unzip", environment: ProcessInfo.processInfo.environment) else {
            throw FetchError(.toolMissing("unzip"))
        }
        let address = "\(settings.packageIndex)/\(PackageIndex.normalized(member.package))/"
        let page = try text(
            at: address, name: file.name + ".index", isOnHub: false, page: nil, accept: PackageIndex.accepted,
            into: folder)
        guard let index = PackageIndex(page, address: address) else {
            throw FetchError(.malformed(reason: "not the index of a package"), subject: address)
        }
        let wheels = index.wheels(of: member.package, version: member.version)
        guard let wheel = wheels.first(where: { $0.name.hasSuffix("-none-any.whl") }) ?? wheels.first else {
            throw FetchError(
                .malformed(reason: "the index has no wheel of version \(member.version)"), subject: address)
        }
        // An index need not tell a hash; then what is taken out of the wheel must have one.
        guard FetchSettings.isWebAddress(wheel.url), wheel.sha256 != nil || file.sha256 != nil else {
            throw FetchError(.malformed(reason: "the index has no sound address of the wheel"), subject: address)
        }
        let archive = RemoteFile(name: file.name + ".wheel", url: wheel.url, bytes: wheel.size, sha256: wheel.sha256)
        _ = try download(archive, into: folder)
        let archivePath = folder.appendingPathComponent(archive.name)
        defer { try? FileManager.default.removeItem(at: archivePath) }
        return try extract(member, from: archivePath, with: unzip, as: file, into: folder)
    }

    private func extract(
        _ member: PackageMember, from archive: URL, with unzip: URL, as file: RemoteFile, into folder: URL
    ) throws(FetchError) -> Download {
        let part = try PartialFile(of: file, in: folder)
        try part.reset()
        let program: SystemProgram
        do {
            // By its name alone: of a path with `[` in it `unzip` would make a pattern.
            program = try SystemProgram(
                unzip, arguments: ["-p", "-qq", "./" + archive.lastPathComponent, member.member],
                folder: archive.deletingLastPathComponent())
        } catch {
            throw FetchError(.toolMissing("unzip"))
        }
        while let data = program.nextOutput() {
            do throws(FetchError) {
                try part.append(data)
                if part.size > file.limit { throw FetchError(.tooLarge(limit: file.limit), subject: file.url) }
            } catch {
                program.stop()
                part.discard()
                throw error
            }
        }
        guard program.finish().status == 0 else {
            part.discard()
            throw FetchError(.malformed(reason: "the package has no \(member.member)"), subject: member.package)
        }
        return try part.finish(checkedAs: file, into: folder)
    }

    /// Copies a file of this machine, checked as if it had been fetched.
    func copy(_ source: URL, as file: RemoteFile, into folder: URL) throws(FetchError) -> Download {
        let data: Data
        do {
            data = try Data(contentsOf: source, options: .mappedIfSafe)
        } catch {
            throw FetchError.disk(source.path, error)
        }
        guard data.count <= max(file.limit, RemoteFile.maximumSize) else {
            throw FetchError(.tooLarge(limit: file.limit), subject: source.path)
        }
        let part = try PartialFile(of: file, in: folder)
        do {
            try part.reset()
            try part.append(data)
        } catch {
            part.discard()
            throw error
        }
        return try part.finish(checkedAs: file, into: folder)
    }
}

extension PartialFile {
    /// Checks what came from this machine, and gives it its name.
    fileprivate func finish(checkedAs file: RemoteFile, into folder: URL) throws(FetchError) -> Download {
        do {
            let download = try file.check(url)
            try synchronize()
            try finish(as: folder.appendingPathComponent(file.name))
            return download
        } catch {
            discard()
            throw error
        }
    }
}
