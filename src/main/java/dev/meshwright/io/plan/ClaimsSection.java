package dev.meshwright.io.plan;

import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.io.tree.TreeReader;
import dev.meshwright.layout.draft.Claim;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.QuantityCatalogue;
import dev.meshwright.question.audit.vocabulary.Entry;
import dev.meshwright.question.audit.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The {@code premises} and {@code claims} of a plan file. {@code given: premises} judges a claim by the plan's premises,
 * {@code given: {quantity: value}} by premises of its own.
 */
public final class ClaimsSection {

    /** The word for all premises of the plan. */
    static final String PREMISES = "premises";

    private ClaimsSection() {}

    public static List<Claim> read(TreeReader root) {
        Map<String, String> premises =
                root.child(PREMISES).map(ClaimsSection::quantities).orElse(Map.of());
        Optional<TreeReader> place = root.child("claims");
        if (place.isEmpty() || (place.get().isList() && place.get().node().isEmpty())) {
            return List.of();
        }
        List<Claim> claims = new ArrayList<>();
        for (TreeReader item : place.get().items()) {
            if (item.object(PlanFiles.CLAIM_FIELDS)) {
                claim(item, premises).ifPresent(claims::add);
            }
        }
        return claims;
    }

    private static Optional<Claim> claim(TreeReader item, Map<String, String> premises) {
        Optional<TreeReader> name = item.required("quantity");
        Optional<AuditQuantity> quantity = name.flatMap(at -> at.text().flatMap(text -> known(at, text)));
        Optional<TreeReader> place = item.required("value");
        Optional<String> value = place.flatMap(TreeReader::scalarText);
        if (quantity.isPresent() && value.isPresent()) {
            understood(place.get(), quantity.get(), value.get());
        }
        String quote = item.child("quote").flatMap(TreeReader::scalarText).orElse("");
        String by = item.child("by").flatMap(TreeReader::text).orElse(Claim.PLAN);
        Map<String, String> given =
                item.child("given").map(at -> given(at, premises)).orElse(Map.of());
        return quantity.isPresent() && value.isPresent()
                ? Optional.of(new Claim(quantity.get().id(), value.get(), quote, by, given))
                : Optional.empty();
    }

    private static Map<String, String> given(TreeReader place, Map<String, String> premises) {
        if (place.isObject()) {
            return quantities(place);
        }
        if (!place.scalarText().orElse("").equals(PREMISES)) {
            place.fault("must be \"premises\" or a mapping from quantities to values", "");
        } else if (premises.isEmpty()) {
            place.fault("refers to the plan's premises, of which there are none", "");
        }
        return premises;
    }

    private static Map<String, String> quantities(TreeReader place) {
        Map<String, String> values = new TreeMap<>();
        if (!place.isObject()) {
            place.fault("must be a mapping from quantities to values", "");
        }
        for (String name : place.fieldNames()) {
            place.child(name).ifPresent(at -> known(at, name).ifPresent(quantity -> at.scalarText()
                    .filter(text -> understood(at, quantity, text) && single(at, quantity, text))
                    .ifPresent(text -> values.put(name, text))));
        }
        return values;
    }

    private static Optional<AuditQuantity> known(TreeReader place, String name) {
        Optional<AuditQuantity> quantity = QuantityCatalogue.find(name);
        if (quantity.isEmpty()) {
            place.fault(
                    "no quantity is called " + shortened(name),
                    Vocabulary.standard().maybe(name));
        }
        return quantity;
    }

    private static boolean understood(TreeReader place, AuditQuantity quantity, String text) {
        return switch (quantity.read(text)) {
            case Quantity.Reading.Rejected rejected -> {
                // Bytes of a single weight or element are a few, not gigabytes.
                boolean few = quantity.id().startsWith("bytes.") && text.matches("\\d+(\\.\\d+)?");
                place.fault(rejected.message(), few ? "Maybe " + text + " B." : rejected.maybe());
                yield false;
            }
            case Quantity.Reading.Understood understood -> counted(place, quantity, understood.quantity());
        };
    }

    /** "100 tokens/s per GPU" is no throughput of the system. */
    private static boolean counted(TreeReader place, AuditQuantity quantity, Quantity value) {
        Entry entry = Vocabulary.standard().entry(quantity.id());
        boolean other = value.per() != Quantity.Per.UNSTATED
                && !entry.whose().isEmpty()
                && !entry.whose().contains(value.per());
        if (other) {
            String sibling = quantity.id().endsWith(".system")
                    ? quantity.id().replaceAll("system$", "perGpu")
                    : quantity.id().replaceAll("perGpu$", "system");
            boolean known = !sibling.equals(quantity.id())
                    && QuantityCatalogue.find(sibling).isPresent();
            place.fault(
                    "is counted for another thing than " + quantity.id() + ", which is of the scope \"" + entry.scope()
                            + "\"",
                    known ? "Maybe the quantity " + sibling + "." : "");
        }
        return !other;
    }

    /** Conclusions are drawn from numbers, not from ranges. */
    private static boolean single(TreeReader place, AuditQuantity quantity, String text) {
        boolean single = quantity.read(text) instanceof Quantity.Reading.Understood understood
                && understood.quantity().exact();
        if (!single) {
            place.fault("is a premise and must be one number", "Maybe a claim of its own for each end of the range.");
        }
        return single;
    }

    private static String shortened(String name) {
        return name.length() <= 60 ? name : name.substring(0, 57) + "...";
    }
}
