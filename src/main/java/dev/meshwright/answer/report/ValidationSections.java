package dev.meshwright.answer.report;

import dev.meshwright.answer.report.block.Block.Cell;
import dev.meshwright.answer.report.block.Block.Head;
import dev.meshwright.answer.report.block.Block.Row;
import dev.meshwright.answer.report.block.Block.Table;
import dev.meshwright.answer.report.block.Block.Tile;
import dev.meshwright.answer.report.block.Block.Tiles;
import dev.meshwright.answer.report.block.Reasons;
import dev.meshwright.answer.report.block.Section;
import dev.meshwright.answer.report.block.Tree;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Predictions against measurements: each predicted row as a point, errors by model, the worst rows. */
final class ValidationSections implements OwnPage {

    private final Tree report;
    private final Reasons reasons;

    ValidationSections(Tree document) {
        this.report = document.at("report");
        this.reasons = new Reasons(report);
    }

    @Override
    public String title() {
        return report.rows("files").stream().map(file -> file.text("name")).collect(Collectors.joining(", "));
    }

    @Override
    public String setting() {
        return "Predicted against measured";
    }

    @Override
    public String sentence() {
        List<String> parts = new ArrayList<>();
        for (Tree file : report.rows("files")) {
            for (Tree measure : file.rows("measures")) {
                parts.add(measure.text("measure") + " within " + Figures.percent(measure.numberOrZero("median"))
                        + " in the median");
            }
        }
        return parts.isEmpty() ? "No row is predicted." : capital(String.join(", ", parts)) + ".";
    }

    private static String capital(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    @Override
    public Cell verdict() {
        double predicted = sum("predicted");
        return Cell.of(Figures.count(predicted) + " of " + Figures.number(sum("rows"), "row"));
    }

    private double sum(String name) {
        return report.rows("files").stream()
                .mapToDouble(file -> file.numberOrZero(name))
                .sum();
    }

    @Override
    public List<Section> all() {
        List<Section> sections = new ArrayList<>();
        Section.Builder answer = new Section.Builder("answer", "Answer", "The answer");
        List<Tree> files = report.rows("files");
        for (Tree file : files) {
            answer.say(file.text("name") + ": " + Figures.count(file.numberOrZero("predicted")) + " of "
                    + Figures.number(file.numberOrZero("rows"), "row") + " predicted.");
            List<Tile> tiles = file.rows("measures").stream().map(this::tile).toList();
            if (!tiles.isEmpty()) {
                answer.add(new Tiles(tiles));
            }
        }
        sections.add(answer.build());
        for (int file = 0; file < files.size(); file++) {
            List<Tree> measures = files.get(file).rows("measures");
            for (int number = 0; number < measures.size(); number++) {
                sections.add(section(
                        "m" + file + "-" + number,
                        files.size() == 1 ? "" : files.get(file).text("name") + ": ",
                        measures.get(number)));
            }
        }
        sections.add(new Section.Builder("trust", "Assumptions", "What stands behind this")
                .say(
                        "An error is |predicted / measured - 1|. Rows that no fit has seen and what is fitted to which campaign: docs/ACCURACY.md.")
                .list(report.texts("notes"))
                .build());
        return sections;
    }

    private Tile tile(Tree measure) {
        return new Tile(
                capital(measure.text("measure")) + ", mean error",
                reasons.cell(measure.number("mean"), Figures::percent, measure.text("quantity")),
                List.of(
                        "median " + Figures.percent(measure.numberOrZero("median")) + " of "
                                + Figures.number(measure.numberOrZero("n"), "row"),
                        "signed median " + Figures.percent(measure.numberOrZero("signed"))));
    }

    private Section section(String id, String file, Tree measure) {
        Dimension dimension = dimension(measure);
        String unit = axis(dimension);
        List<Row> errors = new ArrayList<>();
        List<Row> points = new ArrayList<>();
        for (Tree group : measure.rows("groups")) {
            double median = group.numberOrZero("median");
            errors.add(new Row(
                    Cell.of(group.text("name")),
                    "",
                    List.of(
                            Cell.of(Figures.percent(median), median),
                            Cell.of(Figures.percent(group.numberOrZero("mean"))),
                            Cell.of(Figures.count(group.numberOrZero("n"))))));
            for (Tree point : group.rows("points")) {
                points.add(new Row(
                        Cell.of(point.text("id")),
                        group.text("name"),
                        List.of(amount(point, "measured", dimension), amount(point, "predicted", dimension))));
            }
        }
        return new Section.Builder(id, file + measure.text("measure"), file + capital(measure.text("measure")))
                .add(new Table(
                        "Predicted against measured",
                        "scatter",
                        "Points: predicted over measured, both logarithmic, with the line where both are equal",
                        List.of(new Head("", ""), new Head("measured", unit), new Head("predicted", unit)),
                        points))
                .add(new Table(
                        "Median error by model",
                        "bars",
                        "Bars: median error of each model",
                        List.of(
                                new Head("", ""),
                                new Head("median", "share"),
                                new Head("mean", ""),
                                new Head("rows", "")),
                        errors))
                .build();
    }

    private static Dimension dimension(Tree measure) {
        return Arrays.stream(Dimension.values())
                .filter(one -> one.name().equals(measure.text("unit").toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElse(Dimension.COUNT);
    }

    private static Cell amount(Tree point, String name, Dimension dimension) {
        double value = point.numberOrZero(name);
        return Cell.of(Figures.amount(value, dimension), value);
    }

    private static String axis(Dimension dimension) {
        return switch (dimension) {
            case SECONDS -> "seconds";
            case BYTES -> "bytes";
            case TOKENS_PER_SECOND -> "tokens";
            case FRACTION -> "share";
            case BYTES_PER_SECOND, FLOP, FLOP_PER_SECOND, SEQUENCES_PER_SECOND, WATTS, COUNT -> "count";
        };
    }
}
