package dev.meshwright.io.problem;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Prices;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.io.price.PriceList;
import dev.meshwright.io.price.PriceText;
import dev.meshwright.io.tree.TreeReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The {@code prices} of a problem file, by GPU, with those of a table in their place where one is given. */
final class PricesSection {

    private final TreeReader root;
    private final Cluster cluster;
    private final List<String> notes;
    private final Map<String, Double> perGpuHour = new TreeMap<>();
    private String currency = "";

    private PricesSection(TreeReader root, Cluster cluster, List<String> notes) {
        this.root = root;
        this.cluster = cluster;
        this.notes = notes;
    }

    /** The prices; none where the cluster is not known. */
    static Prices read(
            TreeReader root,
            Optional<Cluster> cluster,
            Optional<PriceList> list,
            Objective objective,
            List<String> notes) {
        return cluster.map(known -> new PricesSection(root, known, notes).read(list, objective))
                .orElse(Prices.NONE);
    }

    private Prices read(Optional<PriceList> list, Objective objective) {
        root.child("prices").ifPresent(this::stated);
        list.ifPresent(this::listed);
        Prices prices = perGpuHour.isEmpty() ? Prices.NONE : new Prices(currency, perGpuHour);
        List<String> missing = prices.missing(cluster);
        String names = String.join(", ", missing);
        if (objective == Objective.COST && !missing.isEmpty()) {
            root.child("objective")
                    .ifPresent(place -> place.fault(
                            "needs prices, but " + names + " has none",
                            "Maybe prices: {" + missing.getFirst() + ": 2.5 USD/h}, or --prices FILE."));
        } else if (!perGpuHour.isEmpty() && !missing.isEmpty()) {
            notes.add("No price is stated for " + names + ", so that costs of layouts with it are not known.");
        }
        return prices;
    }

    private void stated(TreeReader section) {
        if (!section.isObject()) {
            section.fault("must be a mapping of GPUs to prices such as 2.5 USD/h", "");
            return;
        }
        for (String name : section.fieldNames()) {
            section.child(name).ifPresent(place -> {
                if (!known(name)) {
                    place.fault(
                            "is the price of a GPU that is neither in the cluster nor in the catalogue",
                            GpuCatalogue.standard().maybe(name));
                } else {
                    place.scalarText().ifPresent(text -> price(place, name, text));
                }
            });
        }
    }

    private void price(TreeReader place, String name, String text) {
        switch (PriceText.read(text)) {
            case PriceText.Reading.Price price -> {
                if (currency.isEmpty()) {
                    currency = price.currency();
                }
                if (currency.equals(price.currency())) {
                    perGpuHour.put(canonical(name), price.amount());
                } else {
                    place.fault("is in another currency than the prices before it, " + currency, "");
                }
            }
            case PriceText.Reading.Rejected rejected -> place.fault(rejected.message(), rejected.maybe());
        }
    }

    /** The name in the catalogue, of which a GPU may have several. */
    private String canonical(String name) {
        return ownNames().contains(name)
                ? name
                : GpuCatalogue.standard().find(name).map(gpu -> gpu.name()).orElse(name);
    }

    private void listed(PriceList list) {
        if (!currency.isEmpty() && !currency.equals(list.currency())) {
            root.child("prices")
                    .ifPresent(place -> place.fault(
                            "are in " + currency + ", but those of " + list.file() + " in " + list.currency(), ""));
            return;
        }
        currency = list.currency();
        Set<String> own = ownNames();
        for (String name : names()) {
            list.find(name).ifPresent(row -> {
                perGpuHour.put(name, row.amount());
                if (own.contains(name)) {
                    notes.add(list.note(name, row));
                }
            });
        }
    }

    private Set<String> ownNames() {
        Set<String> names = new LinkedHashSet<>();
        cluster.nodes().stream().map(NodeGroup::gpu).forEach(gpu -> names.add(gpu.name()));
        return names;
    }

    private Set<String> names() {
        Set<String> names = ownNames();
        GpuCatalogue.standard().entries().forEach(entry -> names.add(entry.gpu().name()));
        return names;
    }

    private boolean known(String name) {
        return ownNames().contains(name) || GpuCatalogue.standard().find(name).isPresent();
    }
}
