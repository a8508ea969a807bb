// Where a text may be cut before spaces, for MarkScanner.swift, which tells why it may.
#ifndef JEOUL_MARK_SCAN_H
#define JEOUL_MARK_SCAN_H
#include <stddef.h>
#include <stdint.h>

/// Where a document's first pre-token begins.
enum {
    JEOUL_OPENS_WITH_TEXT = 0,
    /// At the LF before the document, which stands for a space; the text begins with such a LF.
    JEOUL_OPENS_WITH_LINE_FEED = 1,
    /// The same, unless the document begins with a mark itself.
    JEOUL_OPENS_UNLESS_MARKED = 2,
};

/// The most bytes that a mark is not cut after.
enum { JEOUL_UNSAFE_BYTES = 4 };

/// A scan, and the batch that it fills. A *mark* is U+0020 or U+2581. All flags are 0 or 1.
typedef struct {
    /// A mark that follows one of these bytes begins no pre-token; 0xFF, which no text has, for none.
    uint8_t unsafe[JEOUL_UNSAFE_BYTES];
    /// How many of them there are.
    uint8_t unsafe_count;
    /// One of the three above.
    uint8_t opens;
    /// Whether every mark begins a pre-token, or only the first of a run.
    uint8_t cuts_every_mark;
    /// Whether a pre-token begins between U+A000–DFFF and U+0021–007E, whichever comes first.
    uint8_t cuts_syllables;
    /// Whether a LF ends a document.
    uint8_t splits_lines;
    uint8_t is_finished;
    /// Of the block before: whether the first bits of the next one follow a mark, a syllable, a graphic character, an
    /// unsafe byte, or a document's beginning.
    uint64_t after_mark, after_syllable, after_graphic, after_unsafe, after_opening;
    /// The beginning of the pre-token whose end is not known yet, or -1.
    int64_t open;
    /// The first byte not yet scanned, a multiple of 64.
    size_t position;
    /// How many there are in the batch, before and after.
    size_t pretokens, documents;
    /// No more blocks are scanned when so many pre-tokens or documents are there.
    size_t limit;
    uint32_t *starts, *document_pretokens, *document_ends;
} jeoul_mark_scan;

#endif
