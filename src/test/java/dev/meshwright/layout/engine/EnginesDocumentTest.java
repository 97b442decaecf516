package dev.meshwright.layout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.engine.EngineRule.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * docs/ENGINES.md is what the table of rules says, word for word. After a change record it again with {@code mvn test
 * -Dtest=EnginesDocumentTest -Dmeshwright.regenerate=true}.
 */
class EnginesDocumentTest {

    private static final Path FILE = Path.of("docs/ENGINES.md");

    /** A question that a layout answers. */
    private record Asked(String words, BiFunction<EngineSpace, Integer, String> answer) {}

    private static final List<Asked> ASKED = List.of(
            asked("TP and DP together in an instance", 2, 2, 4, 1, 1, 1, 0, 1),
            asked("EP and expert TP together", 4, 1, 2, 2, 1, 1, 0, 1),
            asked("experts split, attention in copies (DP, expert TP)", 1, 4, 1, 4, 1, 1, 0, 1),
            asked("copies of the experts in a stage (EDP)", 4, 1, 2, 1, 1, 1, 0, 1),
            asked("pipeline stages", 2, 1, 1, 2, 2, 1, 0, 1),
            new Asked(
                    "stages of any numbers of layers",
                    (space, experts) -> yes(space.placesLayers(cut(experts, 2, 1, 2, 1, 2, 1, 0, 1)))),
            asked("interleaved stages", 2, 1, 2, 1, 2, 2, 0, 1),
            asked(
                    "sequences shared by ranks: caches of tensor ranks, in training context parallelism",
                    2,
                    1,
                    2,
                    1,
                    1,
                    1,
                    0,
                    2),
            asked("redundant experts beside attention copies", 1, 4, 4, 1, 1, 1, 1, 1),
            asked("redundant experts beside split attention", 4, 1, 4, 1, 1, 1, 1, 1),
            asked("redundant experts in pipeline stages", 1, 4, 4, 1, 2, 1, 1, 1),
            new Asked(
                    "experts in another order, attention in copies",
                    (space, experts) -> yes(space.placesExperts(cut(experts, 1, 4, 4, 1, 1, 1, 0, 1)))),
            new Asked(
                    "experts in another order, attention split",
                    (space, experts) -> yes(space.placesExperts(cut(experts, 4, 1, 4, 1, 1, 1, 0, 1)))),
            new Asked(
                    "GPUs of the largest instance seen",
                    (space, experts) -> space.largestInstance().isPresent()
                            ? String.valueOf(space.largestInstance().getAsInt())
                            : "no limit"));

    private static Asked asked(
            String words, int t, int d, int e, int x, int p, int v, int redundantPerRank, int context) {
        return new Asked(
                words,
                (space, experts) -> yes(space.expresses(cut(experts, t, d, e, x, p, v, redundantPerRank, context))));
    }

    private static Cut cut(int experts, int t, int d, int e, int x, int p, int v, int redundantPerRank, int context) {
        int copies = t * d / (e * x);
        return new Cut(t, d, e, x, copies, p, 1, v, Math.ceilDiv(experts, e) + redundantPerRank, context);
    }

    private static String yes(boolean answer) {
        return answer ? "yes" : "no";
    }

    private record Column(String name, EngineSpace space) {}

    /** A column for each way that an engine can be: its releases from one change of a rule to the next. */
    private static List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (KnownEngine engine : KnownEngine.all()) {
            List<EngineVersion> releases = engine.releases();
            for (int number = 0; number < releases.size(); number++) {
                EngineVersion from = releases.get(number);
                boolean last = number == releases.size() - 1;
                String until = last ? " to " + engine.newest() : " to before " + releases.get(number + 1);
                columns.add(new Column(
                        engine.name() + " " + from + (from.equals(engine.newest()) ? "" : until),
                        EngineSpace.named(EngineSpaceTest.problem(engine, from)).orElseThrow()));
            }
        }
        return columns;
    }

    private static String document() {
        StringBuilder text = new StringBuilder();
        text.append("# What engines can express\n\n");
        text.append(
                "Made from `src/main/resources/dev/meshwright/engines/space.csv` by `EnginesDocumentTest`; change the table, not this page.\n");
        text.append(
                "A search is kept to the space of the engine that `assumptions.engine` names, in the release of `assumptions.engineVersion`\n");
        text.append(
                "or else the newest known; `search: {engineSpace: false}` opens it and `search: {maximumInstance: N}` lifts the limit on\n");
        text.append(
                "instances. `check` names the rule that a plan breaks and the nearest plan that the engine can express.\n\n");
        text.append("## At a glance\n\n");
        List<Column> columns = columns();
        text.append("| |").append(columns.stream().map(Column::name).collect(Collectors.joining(" | ", " ", " |\n")));
        text.append("|---|").append("---|".repeat(columns.size())).append('\n');
        int experts = EngineSpaceTest.problem(
                        KnownEngine.all().getFirst(),
                        KnownEngine.all().getFirst().newest())
                .model()
                .experts();
        for (Asked asked : ASKED) {
            text.append("| ").append(asked.words()).append(" |");
            columns.forEach(column -> text.append(' ')
                    .append(asked.answer().apply(column.space(), experts))
                    .append(" |"));
            text.append('\n');
        }
        KnownEngine.all().forEach(engine -> rules(engine, text));
        return text.toString();
    }

    private static void rules(KnownEngine engine, StringBuilder text) {
        text.append("\n## ")
                .append(engine.name())
                .append(" (`")
                .append(engine.label())
                .append("`), releases ");
        text.append(engine.oldest()).append(" to ").append(engine.newest()).append("\n\n");
        text.append("| rule | releases | what it says | condition | source |\n|---|---|---|---|---|\n");
        EngineRule.all().stream()
                .filter(rule -> rule.engine().equals(engine.label()) && rule.kind() != Kind.VERSIONS)
                .forEach(rule -> text.append("| ")
                        .append(rule.id())
                        .append(rule.kind() == Kind.LIMIT ? " (limit)" : "")
                        .append(" | ")
                        .append(releases(rule))
                        .append(" | ")
                        .append(rule.sentence())
                        .append(" | ")
                        .append(condition(rule))
                        .append(" | ")
                        .append(rule.source())
                        .append(" |\n"));
    }

    private static String releases(EngineRule rule) {
        String from = rule.from().map(first -> "from " + first).orElse("");
        String before = rule.before().map(end -> "before " + end).orElse("");
        return from.isEmpty() && before.isEmpty() ? "all" : (from + " " + before).strip();
    }

    private static String condition(EngineRule rule) {
        return rule.anyOf().isEmpty()
                ? ""
                : rule.anyOf().stream().map(Comparison::toString).collect(Collectors.joining("` or `", "`", "`"));
    }

    @Test
    void isWhatTheTableSays() throws IOException {
        if (Boolean.getBoolean("meshwright.regenerate")) {
            Files.writeString(FILE, document());
        }
        assertThat(FILE).hasContent(document());
    }
}
