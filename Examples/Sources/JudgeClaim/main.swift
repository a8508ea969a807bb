// Does a vendor's claim hold on this text?
import Jeoul

let verification = try ClaimVerification(
    of: "A.X 4.0 uses 33% fewer tokens than GPT-4o", on: ["klue-sts-dev", "nsmc-every-50th"])
print(verification.sentence)
for reading in verification.readings { print(reading.id, reading.outcome.rawValue) }

// Prints:
// The claim “A.X 4.0 uses 33% fewer tokens than GPT-4o” understates the difference on both corpora (needs 32.5–33.5% fewer tokens): A.X 4.0 used 37.4–38.8% fewer tokens than GPT-4o, depending on the text. Judged on KLUE-STS dev (by hosts and guests of lodgings, officials, and users of smart speakers, half of it paraphrased or translated there and back, published 2021); NSMC, every 50th review (by visitors to Naver's film pages, year not stated): 2 corpora of 2 collections.
// a more_than_claimed
