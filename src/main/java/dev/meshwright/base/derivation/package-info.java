/**
 * The one book of reasons: what a number is, which formula gave it, and what was put into the formula.
 *
 * <p>{@link dev.meshwright.base.derivation.Derivation} is read by everybody who explains; {@link
 * dev.meshwright.base.derivation.Ledger} is written by whoever computes, and costs nothing where nobody listens. Values are
 * in base units.
 *
 * <pre>{@code
 * Ledger.Book book = new Ledger.Book();
 * book.given("main.microBatch", 0.014, Dimension.SECONDS, "measured");
 * book.note("stepTime", 0.056, Dimension.SECONDS, "m * way", "one stage",
 *         Term.count("m", 4), Term.from("way", "main.microBatch"));
 * book.derivations().getLast().input("way").value();   // 0.014
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.base.derivation;
