import Testing

@testable import Jeoul
@testable import JeoulPages
@testable import JeoulReporting

/// Nothing that is shown can become markup.
@Suite struct MarkupTests {
    private static let evil =
        "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;\u{202E}\u{0}\u{1B}"

    @Test func textIsEscaped() {
        let markup = Markup.tag("p", ["title": Self.evil], Self.evil).rendered
        #expect(markup.filter { $0 == "<" }.count == 2 && markup.filter { $0 == ">" }.count == 2)
        #expect(markup.filter { $0 == "\"" }.count == 2 && !markup.contains("'"))
        #expect(markup.contains("&amp;amp;") && !markup.contains("\u{202E}") && !markup.contains("\u{0}"))
    }

    @Test func dataCannotEndItsElement() {
        let markup = Markup.data(id: "data", ["x": .string(Self.evil), "<": .string("<!--")]).rendered
        #expect(markup.hasPrefix("<script type=\"application/json\" id=\"data\">") && markup.hasSuffix("</script>"))
        #expect(markup.filter { $0 == "<" }.count == 2)
    }

    @Test func bothLanguagesAreThere() {
        #expect(
            Words("a", "가").markup.rendered
                == "<span class=\"en\" lang=\"en\">a</span><span class=\"ko\" lang=\"ko\">가</span>")
        #expect(Words("a").markup.rendered == "a")
    }

    @Test func namesDoNotBreakAtTheirHyphens() {
        #expect(
            Markup.prose("of GPT-4o, as <it> is").rendered
                == "of <bdi class=\"w\">GPT-4o,</bdi> as &lt;it&gt; is")
        #expect(Markup.prose("GPT-4o  a-b").rendered == "<bdi class=\"w\">GPT-4o</bdi>  <bdi class=\"w\">a-b</bdi>")
        #expect(Markup.prose("").rendered == "" && Markup.prose(" a").rendered == " a")
        let long = String(repeating: "a-", count: 40)
        #expect(Markup.prose(long).rendered == long)
    }
}
