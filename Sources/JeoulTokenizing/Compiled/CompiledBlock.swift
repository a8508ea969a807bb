/// The blocks of a compiled vocabulary. A new one needs a number here, a line where it is written, one where it is read, and
/// another `BlockFile.version`.
package enum CompiledBlock: UInt32, CaseIterable {
    /// `CompiledDescription` as JSON.
    case description = 1
    // Of a `BytePairModel`.
    case hangulPairs, hangulFilter, otherPairs, otherFilter
    case byteTokens, seeds, mergeResults, tokenStarts, tokenBytes
    /// The ids of the tokens that are taken only as whole pieces.
    case wholePreTokens
    // Of its `SpanBoundaries`.
    case pairBoundaries, tripleBoundaries, units, wholePreTokenFilter
    // Of a `VocabularyDefinition`; its tokens are the model's.
    case merges
    case addedBytes, addedStarts, addedIDs, addedFlags
    // Of the `CharacterStarts`.
    case characterPages, characterEntries, characterStrings, lineFeed
    // Of the definition of a vocabulary over characters.
    case fallbackTokens, pieceTypes, scores, characterMap
}
