/// What the registers of texts are called.
package enum RegisterWords {
    /// In both languages; one that is not known is called what it is.
    package static func of(_ register: String) -> Words { known[register] ?? Words(register) }

    private static let known: [String: Words] = [
        "academic": Words("academic", "학술"), "chat": Words("chat", "메신저 대화"), "code": Words("code", "코드"),
        "conversation": Words("conversation", "대화"), "education": Words("education", "교육"),
        "encyclopedia": Words("encyclopedia", "백과사전"), "legal": Words("legal", "법률"),
        "literature": Words("literature", "문학"), "news": Words("news", "뉴스"), "review": Words("review", "후기"),
        "spoken": Words("spoken", "구어"), "technical": Words("technical", "기술"), "web": Words("web", "웹"),
    ]
}
