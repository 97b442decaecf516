package dev.meshwright.io.document;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.layout.draft.Claim;
import dev.meshwright.question.audit.drafting.Candidate;
import dev.meshwright.question.audit.drafting.Certainty;
import dev.meshwright.question.audit.drafting.Draft;
import dev.meshwright.question.audit.drafting.DraftedClaim;
import dev.meshwright.question.audit.vocabulary.Vocabulary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Drafted claims as a YAML file to edit. What is decided stands as a claim that {@code check} reads; what is open stands as
 * a comment with one line per candidate, so that deleting a {@code #} decides it.
 */
public final class DraftFile {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\u2028\u2029\u0085]+");

    private final StringBuilder out = new StringBuilder();

    private DraftFile() {}

    /** The text of the file. */
    public static String yaml(Draft draft) {
        DraftFile file = new DraftFile();
        file.head(draft);
        file.claims(draft);
        return file.out.toString();
    }

    /** The same as plain data. */
    public static Map<String, Object> document(Draft draft) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("document", draft.document());
        document.put("claims", draft.claims().stream().map(DraftFile::data).toList());
        document.put("leftOut", draft.leftOut());
        return document;
    }

    private static Map<String, Object> data(DraftedClaim claim) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("quantity", claim.decided() ? claim.candidates().getFirst().quantity() : null);
        data.put("value", claim.decided() ? claim.candidates().getFirst().value() : null);
        data.put("written", claim.written());
        data.put("quote", claim.quote());
        data.put("by", claim.by());
        data.put("certainty", claim.certainty().label());
        data.put("places", claim.places());
        data.put("heading", claim.heading());
        data.put(
                "candidates",
                claim.candidates().stream()
                        .map(candidate -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("quantity", candidate.quantity());
                            one.put("value", candidate.value());
                            one.put("why", candidate.why());
                            return one;
                        })
                        .toList());
        return data;
    }

    /** "12 sure, 3 likely, 5 open". */
    public static String counts(Draft draft) {
        return draft.count(Certainty.SURE) + " sure, " + draft.count(Certainty.LIKELY) + " likely, "
                + draft.count(Certainty.OPEN) + " open";
    }

    private void head(Draft draft) {
        comment(
                "",
                "Claims drafted from " + draft.document() + ": " + counts(draft) + ". Read each before you check it:");
        comment("", "the words around a number say what it is likely about; only its author knows.");
        comment(
                "",
                "sure: words right at the number name one quantity. likely: one leads, others are listed behind \"or\".");
        comment(
                "",
                "open: delete the # before the right line, or all of them. meshwright quantities WORD explains names.");
        if (draft.leftOut() > 0) {
            comment(
                    "",
                    Figures.number(draft.leftOut(), "number") + " without a unit, which no word next to "
                            + (draft.leftOut() == 1 ? "it" : "them") + " names, "
                            + (draft.leftOut() == 1 ? "was" : "were") + " left out.");
        }
        comment("", "Check:  meshwright check PROBLEM PLAN --claims-file FILE");
    }

    private void claims(Draft draft) {
        out.append("claims:\n");
        String heading = "";
        for (DraftedClaim claim : draft.claims()) {
            if (!claim.heading().equals(heading)) {
                heading = claim.heading();
                out.append('\n');
                comment("  ", "== " + heading);
            }
            one(claim);
        }
    }

    private void one(DraftedClaim claim) {
        String places = String.join("; ", claim.places());
        if (claim.decided()) {
            Candidate first = claim.candidates().getFirst();
            List<Candidate> others =
                    claim.candidates().subList(1, claim.candidates().size());
            String or = others.isEmpty() || claim.certainty() == Certainty.SURE
                    ? ""
                    : "; or "
                            + String.join(
                                    ", ",
                                    others.stream()
                                            .map(Candidate::quantity)
                                            .limit(3)
                                            .toList());
            comment("  ", claim.certainty().label() + ", " + places + ": " + first.why() + or);
            out.append(entry(claim, first, "  "));
            return;
        }
        String quote = claim.candidates().isEmpty() ? " in \"" + claim.quote() + "\"" : "";
        comment("  ", "open, " + places + ": " + claim.written() + quote);
        for (Candidate candidate : claim.candidates()) {
            String meaning =
                    Vocabulary.standard().entry(candidate.quantity()).quantity().description();
            out.append(entry(claim, candidate, "  # ").stripTrailing())
                    .append("  # ")
                    .append(meaning)
                    .append('\n');
        }
        if (claim.candidates().isEmpty()) {
            comment("  ", "  no quantity of the catalogue is meant by these words");
        }
    }

    /** One claim on one line, however long: comments must not reach into the next. */
    private static String entry(DraftedClaim claim, Candidate candidate, String indent) {
        StringBuilder line = new StringBuilder(indent).append("- {quantity: ").append(candidate.quantity());
        line.append(", value: ").append(flow(candidate.value()));
        if (!claim.by().equals(Claim.PLAN)) {
            line.append(", by: ").append(claim.by());
        }
        return line.append(", quote: ")
                .append(flow(claim.quote()))
                .append("}\n")
                .toString();
    }

    private static String flow(String text) {
        String yaml = Documents.toYaml(Map.of("x", text));
        return yaml.substring(yaml.indexOf(':') + 2).stripTrailing();
    }

    private void comment(String indent, String text) {
        out.append(indent)
                .append("# ")
                .append(CONTROL.matcher(text).replaceAll(" "))
                .append('\n');
    }
}
