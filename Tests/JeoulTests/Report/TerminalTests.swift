import Testing

@testable import Jeoul
@testable import JeoulReporting

/// Bars, progress and style.
@Suite struct TerminalTests {
    @Test func styleIsForTerminalsAlone() {
        #expect(TextStyle(isTerminal: true, environment: [:]) == .terminal)
        #expect(TextStyle(isTerminal: false, environment: [:]) == .plain)
        #expect(TextStyle(isTerminal: true, environment: ["NO_COLOR": "1"]) == .plain)
        #expect(TextStyle(isTerminal: true, environment: ["NO_COLOR": ""]) == .terminal)
        #expect(TextStyle(isTerminal: true, environment: ["TERM": "dumb"]) == .plain)
        #expect(TextStyle(isTerminal: false, environment: ["CLICOLOR_FORCE": "1"]) == .terminal)
        #expect(TextStyle(isTerminal: false, environment: ["CLICOLOR_FORCE": "0"]) == .plain)
        #expect(TextStyle(isTerminal: false, environment: ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"]) == .plain)
        #expect(TextStyle(.always, isTerminal: false, environment: ["NO_COLOR": "1"]) == .terminal)
        #expect(TextStyle(.never, isTerminal: true, environment: ["CLICOLOR_FORCE": "1"]) == .plain)
        #expect(TextStyle.plain.strong("가") == "가")
        #expect(TextStyle.terminal.toned("가", .good) == "\u{1B}[32m가\u{1B}[0m")
        #expect(TextStyle.terminal.strong("").isEmpty)
    }

    @Test func barsAreInEighths() {
        #expect(BarChart.bar(1, columns: 4) == "████")
        #expect(BarChart.bar(0.5, columns: 1) == "▌")
        #expect(BarChart.bar(0.0001, columns: 4) == "▏")
        #expect(BarChart.bar(0, columns: 4).isEmpty)
        #expect(BarChart.bar(.nan, columns: 4).isEmpty)
        #expect(BarChart.bar(7, columns: 2) == "██")
    }

    @Test func chartsFit() {
        let chart = BarChart(
            title: "길이", bars: [.init("한글", count: 1200), .init("latin", count: 300), .init("기타", count: 0)])
        let text = chart.text(width: 30)
        #expect(text == "길이\n한글   1,200  ████████████████\nlatin    300  ████\n기타       0\n")
        for line in text.split(separator: "\n") { #expect(TextWidth.columns(of: line) <= 30) }
        #expect(BarChart(bars: []).text() == "\n")
    }

    @Test func progressIsALine() {
        let bar = ProgressBar(done: 28_000_000, total: 63_000_000, unit: .bytes, seconds: 0.1)
        #expect(bar.text(width: 80).hasSuffix("   44%  28 of 63 MB  280 MB/s  0:01 left"))
        for width in 1...240 {
            let columns = TextWidth.columns(of: bar.text(width: width))
            // As wide as the terminal, where there is room for a bar at all.
            #expect(columns == width || columns < width && width < 60, "\(width)")
        }
        var passes = bar
        passes.part = "pass 1 of 2"
        #expect(passes.text(width: 120).hasSuffix("  pass 1 of 2   44%  28 of 63 MB  280 MB/s  0:01 left"))
        let pipe = ProgressBar(done: 1_500_000, total: nil, unit: .bytes, seconds: 2)
        #expect(pipe.text() == "1.5 MB  0.8 MB/s")
        let claims = ProgressBar(done: 3, total: 12, unit: .things("claims"), seconds: 90)
        #expect(claims.text().hasSuffix("25%  3 of 12 claims  4:30 left"))
        #expect(ProgressBar(done: 0, total: 0, unit: .bytes, seconds: 0).text() == "0.0 of 0.0 MB")
    }
}
