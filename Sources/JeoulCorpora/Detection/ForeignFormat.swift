import Foundation
import JeoulText

/// Files whose text lies in a container that Jeoul does not read: what they are, and what gets their text out.
package enum ForeignFormat: String, Sendable, Hashable, Codable, CaseIterable {
    case parquet = "a Parquet file"
    case arrow = "an Arrow file"
    case avro = "an Avro file"
    case orc = "an ORC file"
    case pdf = "a PDF file"
    case docx = "a Word document (DOCX)"
    case spreadsheet = "an Excel workbook (XLSX)"
    case presentation = "a PowerPoint presentation (PPTX)"
    case hwpx = "a Hangul document (HWPX)"
    case hwp = "a Hangul document (HWP)"
    case epub = "an EPUB book"
    case openDocument = "an OpenDocument file"
    case zip = "a ZIP archive"
    case compoundDocument = "an older Office document (DOC, XLS, PPT) or HWP"
    case tar = "a tar archive"
    case sevenZip = "a 7-Zip archive"
    case rar = "a RAR archive"
    case lz4 = "an LZ4 file"
    case compress = "a file of compress (.Z)"
    case lzip = "an lzip file"
    case lzma = "an LZMA file"
    case snappy = "a file of Snappy frames"
    case sqlite = "an SQLite database"
    case numpy = "a NumPy array"
    case hdf5 = "an HDF5 file"
    case picture = "a picture"

    /// What gets the text out.
    package var remedy: String {
        switch self {
        case .parquet:
            "the jeoul of the Python package reads it: jeoul measure FILE --column text …; or write its text as JSON Lines: "
                + "python3 -c 'import pandas,sys; pandas.read_parquet(sys.argv[1]).to_json(sys.stdout, orient=\"records\", lines=True, force_ascii=False)' "
                + "FILE | jeoul measure - …"
        case .arrow:
            "write its text as JSON Lines: python3 -c 'import datasets,sys; "
                + "datasets.Dataset.from_file(sys.argv[1]).to_json(\"out.jsonl\", force_ascii=False)' FILE"
        case .avro: "write it as JSON Lines: python3 -m fastavro FILE > out.jsonl"
        case .orc:
            "write its text as JSON Lines: python3 -c 'import pandas,sys; "
                + "pandas.read_orc(sys.argv[1]).to_json(sys.stdout, orient=\"records\", lines=True, force_ascii=False)' FILE"
        case .pdf: "get its text out: pdftotext FILE - | jeoul measure - …"
        case .docx, .openDocument, .epub: "get its text out: pandoc -t plain --wrap=none FILE | jeoul measure - …"
        case .spreadsheet: "save it as CSV (UTF-8)"
        case .presentation, .compoundDocument: "save it as text: libreoffice --headless --convert-to txt:Text FILE"
        case .hwpx:
            "save it as text, or get the text out of its XML: unzip -p FILE 'Contents/section*.xml' | "
                + #"sed 's/<\/hp:p>/\n/g; s/<[^>]*>//g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' | jeoul measure - …"#
        case .hwp: "get its text out: hwp5txt FILE > out.txt (the Python package pyhwp), or save it as text"
        case .zip: "unpack it (unzip FILE), or unzip -p FILE MEMBER | jeoul measure - …"
        case .tar: "unpack it (tar -xf FILE), or tar -xOf FILE MEMBER | jeoul measure - …"
        case .sevenZip: "unpack it: 7z x FILE"
        case .rar: "unpack it: unrar x FILE"
        case .lz4: "decompress it: lz4 -dc FILE | jeoul measure - …"
        case .compress: "decompress it: zcat FILE | jeoul measure - …"
        case .lzip: "decompress it: lzip -dc FILE | jeoul measure - …"
        case .lzma: "decompress it: xz -dc --format=lzma FILE | jeoul measure - …"
        case .snappy: "decompress it: snzip -dc FILE | jeoul measure - …"
        case .sqlite: "write a column: sqlite3 -csv -header FILE 'select text from TABLE' > out.csv"
        case .numpy, .hdf5: "write its text as JSON Lines"
        case .picture: "it holds no text that could be counted"
        }
    }

    /// What the first bytes of a file say it is; nil for what may be text.
    init?(head: Data) {
        let start = [UInt8](head.prefix(560))
        func begins(_ mark: String) -> Bool { start.starts(with: mark.utf8) }
        func begins(_ mark: [UInt8]) -> Bool { start.starts(with: mark) }
        // Marks that a text might begin with count only before what no text has.
        let isBinary = start.prefix(512).contains { $0 < 0x09 || (0x0E...0x1A).contains($0) }
        switch true {
        case begins("PAR1") && isBinary: self = .parquet
        case begins("ARROW1\0\0"), begins("FEA1") && isBinary, begins([0xFF, 0xFF, 0xFF, 0xFF]) && isBinary:
            self = .arrow
        case begins("Obj\u{1}"): self = .avro
        case begins("ORC") && isBinary: self = .orc
        case begins("%PDF-"): self = .pdf
        case begins("PK\u{3}\u{4}"), begins("PK\u{5}\u{6}"): self = Self.zipKind(head)
        case begins("HWP Document File"): self = .hwp
        case begins([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]):
            self = head.range(of: Data("HWP Document File".utf8)) != nil ? .hwp : .compoundDocument
        case Self.isTar(start): self = .tar
        case begins([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]): self = .sevenZip
        case begins("Rar!\u{1A}\u{7}"): self = .rar
        case begins([0x04, 0x22, 0x4D, 0x18]): self = .lz4
        case begins([0x1F, 0x9D]): self = .compress
        case begins("LZIP") && isBinary: self = .lzip
        // The size of the text follows, which is below 4 GiB or not known: four zeros, or eight bytes of ones, which no UTF-16 has.
        case begins([0x5D, 0x00, 0x00]) && start.count > 13
            && (start[9..<13].allSatisfy { $0 == 0 } || start[5..<13].allSatisfy { $0 == 0xFF }):
            self = .lzma
        case begins([0xFF, 0x06, 0x00, 0x00] + Array("sNaPpY".utf8)): self = .snappy
        case begins("SQLite format 3\0"): self = .sqlite
        case begins([0x93] + Array("NUMPY".utf8)): self = .numpy
        case begins([0x89] + Array("HDF\r\n".utf8)): self = .hdf5
        case begins([0x89] + Array("PNG\r\n".utf8)), begins([0xFF, 0xD8, 0xFF]), begins("GIF89a") && isBinary,
            begins("GIF87a") && isBinary:
            self = .picture
        default: return nil
        }
    }

    /// Whether a tar archive begins: by its mark, or, as archives of before 1988 have none, by the sum of the bytes of its first header,
    /// whose own place is taken for spaces.
    private static func isTar(_ start: [UInt8]) -> Bool {
        if start.count > 262, start[257..<262].elementsEqual("ustar".utf8), start.contains(0) { return true }
        guard start.count >= 512, start[..<512].contains(0) else { return false }
        let said = start[148..<156].drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
        let sum = start[..<148].reduce(0) { $0 + Int($1) } + start[156..<512].reduce(8 * 0x20) { $0 + Int($1) }
        return !said.isEmpty && said.reduce(0) { $0 * 8 + Int($1 - 0x30) } == sum
    }

    /// What a ZIP archive is, by the names of its first members.
    private static func zipKind(_ head: Data) -> ForeignFormat {
        let marks: [(String, ForeignFormat)] = [
            ("application/hwp+zip", .hwpx), ("application/epub+zip", .epub),
            ("application/vnd.oasis.opendocument", .openDocument), ("word/", .docx), ("xl/", .spreadsheet),
            ("ppt/", .presentation),
        ]
        return marks.first { head.range(of: Data($0.0.utf8)) != nil }?.1 ?? .zip
    }
}
