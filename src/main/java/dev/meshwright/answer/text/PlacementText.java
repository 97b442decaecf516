package dev.meshwright.answer.text;

import dev.meshwright.answer.text.page.LoadLine;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.question.place.PlaceAnswer;
import dev.meshwright.question.place.PlaceAnswer.Rival;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A placement as text: what it is worth, how far from the best it can be, and whether it helps. */
public final class PlacementText {

    private PlacementText() {}

    /** The text, ending in a line break. */
    public static String of(PlaceAnswer answer, Style style) {
        ExpertProblem problem = answer.problem();
        PlacedLayers placed = answer.placed();
        StringBuilder text = new StringBuilder();
        text.append(style.strong("%d layers x %d experts on %d ranks"
                        .formatted(problem.layers(), problem.experts(), problem.ranks())))
                .append(number(", %d slots per layer; solver time %.0f ms%n", problem.slots(), answer.milliseconds()));
        text.append(balance(answer));
        LoadLine.of(
                        answer.rankLoads(answer.before().placement()),
                        answer.rankLoads(answer.placed().placement()),
                        style)
                .ifPresent(line -> text.append(line).append('\n'));
        if (problem.traffic().isPresent()) {
            text.append(number("nodes per token            %.3f%n", placed.nodesPerToken()));
        }
        if (problem.migration().isPresent()) {
            text.append(number(
                    "slots that change          %d of %d (%.1f %%)%n",
                    placed.moves(), answer.slots(), 100 * answer.movedFraction()));
        }
        text.append(verdict(answer, style));
        if (!answer.rivals().isEmpty()) {
            text.append('\n').append(compared(answer.rivals()));
            answer.sequences().ifPresent(held -> text.append("Every placement at ")
                    .append(Figures.count(held))
                    .append(" sequences in flight.\n"));
        }
        if (!placed.complete()) {
            text.append(style.warn("Cut short: this is the best placement so far."))
                    .append('\n');
        }
        return text.toString();
    }

    private static String balance(PlaceAnswer answer) {
        String line = number("busiest rank / mean load   %.4f", answer.meanMaxOverMean());
        int profiles = answer.problem().profiles().size();
        if (profiles == 1) {
            return line + "\n";
        }
        StringBuilder text = new StringBuilder(line).append(number("   (mean of %d profiles)%n", profiles));
        for (int profile = 0; profile < profiles; profile++) {
            text.append(number(
                    "  %.4f  %s%n",
                    answer.placed().maxOverMean(profile),
                    answer.problem().profiles().get(profile).name()));
        }
        return text.toString();
    }

    private static String verdict(PlaceAnswer answer, Style style) {
        PlacedLayers placed = answer.placed();
        if (!placed.feasible()) {
            return style.bad("Not all rules could be kept.") + "\n";
        }
        if (answer.limited()) {
            return "";
        }
        long optimal = placed.optimalLayers();
        if (optimal == placed.layers().size()) {
            return style.good("Optimal: every layer meets its lower bound; no placement is better.") + "\n";
        }
        return number(
                "within %.3f %% of the lower bound; %d of %d layers proved optimal%n",
                100 * placed.gap(), optimal, placed.layers().size());
    }

    private static String compared(List<Rival> rivals) {
        boolean traffic = rivals.stream().anyMatch(rival -> rival.nodesPerToken() > 0);
        boolean moves = rivals.stream().anyMatch(rival -> rival.moves().isPresent());
        boolean timed = !Double.isNaN(rivals.getFirst().stepSeconds());
        boolean broken = rivals.stream().anyMatch(rival -> !rival.keepsRules());
        List<String> columns = new ArrayList<>(List.of("placement", ">busiest/mean"));
        if (traffic) {
            columns.add(">nodes/token");
        }
        if (moves) {
            columns.add(">slots changed");
        }
        if (timed) {
            columns.addAll(List.of(">step", ">tokens/s"));
        }
        if (broken) {
            columns.add("");
        }
        Table table = new Table("", columns.toArray(String[]::new));
        for (Rival rival : rivals) {
            List<String> row = new ArrayList<>(List.of(rival.placement(), number("%.4f", rival.maxOverMean())));
            if (traffic) {
                row.add(number("%.3f", rival.nodesPerToken()));
            }
            if (moves) {
                row.add(number("%,d", rival.moves().orElse(0)));
            }
            if (timed) {
                row.addAll(List.of(
                        Figures.seconds(rival.stepSeconds()), Figures.tokensPerSecond(rival.tokensPerSecond())));
            }
            if (broken) {
                row.add(rival.keepsRules() ? "" : "breaks the rules asked for");
            }
            table.row(row.toArray(String[]::new));
        }
        return String.join("\n", table.lines()) + "\n";
    }

    private static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
    }
}
