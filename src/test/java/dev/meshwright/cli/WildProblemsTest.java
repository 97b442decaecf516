package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Random problem files of all kinds against plans that somebody else might write: no {@code check} beats what {@code search} proves,
 * a plan, its degrees and its headline read back are the layout that was found.
 *
 * <p>{@code -Dmeshwright.firstSeed=1000 -Dmeshwright.problems=300 -Dmeshwright.plans=12} repeats others.
 */
@Tag("slow")
class WildProblemsTest extends CommandRun {

    private static final double ROUNDING = 1e-6;
    private static final long FIRST = Long.getLong("meshwright.firstSeed", 0);
    private static final int PROBLEMS = Integer.getInteger("meshwright.problems", 20);
    private static final int PLANS = Integer.getInteger("meshwright.plans", 5);

    private final List<String> falls = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private void fall(String what) {
        falls.add(what);
        System.out.println("FALL " + what);
    }

    private int exit;

    private JsonNode answer(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--format", "json"));
        exit = run(all.toArray(String[]::new));
        String said = out.toString();
        return said.isBlank()
                ? JsonMapper.shared().createObjectNode()
                : JsonMapper.shared().readTree(said);
    }

    private static double worth(WildProblem problem, JsonNode answer) {
        JsonNode evaluation = answer.get("evaluation");
        if (evaluation == null || evaluation.get("throughput") == null) {
            return Double.NEGATIVE_INFINITY;
        }
        return switch (problem.objective()) {
            case "gpus" -> -evaluation.get("gpus").asInt();
            case "latency" -> -latency(evaluation);
            default -> evaluation.get("throughput").get("system").asDouble();
        };
    }

    private static double latency(JsonNode evaluation) {
        for (String name : List.of("timePerOutputToken", "timeToFirstToken", "stepTime")) {
            if (evaluation.get(name) != null
                    && !(name.equals("timeToFirstToken") && evaluation.get("timePerOutputToken") != null)) {
                return evaluation.get(name).asDouble();
            }
        }
        throw new IllegalStateException(evaluation.toString());
    }

    @Test
    void noPlanBeatsWhatIsProved() throws IOException {
        for (long seed = FIRST; seed < FIRST + PROBLEMS; seed++) {
            WildProblem problem = new WildProblem(seed);
            String file = written("p.yaml", problem.text());
            JsonNode found = answer("search", file, "-o", file("best.yaml"), "--no-replay");
            if (exit != 0 && exit != 5) {
                fall("seed " + seed + ": search ends with " + exit + ": " + err);
                continue;
            }
            boolean met = exit == 0;
            Proven proven = met ? Proven.of(problem, found) : Proven.NOTHING;
            count(met ? proven.gap() == 0 ? "best proven" : "best with a gap" : "nothing that meets the targets");
            if (met) {
                itself(problem, seed, file, found, proven.best());
            }
            Random random = new Random(~seed);
            for (int plan = 0; plan < PLANS; plan++) {
                String layout = layout(problem, random, met && plan % 3 == 0 ? found.get("layout") : null);
                refute(problem, proven, "seed " + seed, file, layout);
            }
        }
        System.out.println("Wild problems: " + counts);
        assertThat(falls).isEmpty();
        assertThat(counts.getOrDefault("best proven", 0)).isGreaterThan(PROBLEMS / 3);
        assertThat(counts.getOrDefault("plans of others that meet the targets", 0))
                .isGreaterThan(PROBLEMS / 3);
    }

    /** What a search found, and says of what it did not find. */
    private record Proven(double best, double bound, double gap) {

        static final Proven NOTHING = new Proven(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, 0);

        static Proven of(WildProblem problem, JsonNode found) {
            JsonNode bound = found.get("evaluation").get("bound");
            double most = problem.objective().equals("throughput")
                    ? bound.get("throughput").asDouble()
                    : Double.POSITIVE_INFINITY;
            return new Proven(worth(problem, found), most, bound.get("gap").asDouble());
        }

        /** The most that anything is worth by what is proved. */
        double most() {
            double least = gap == 0 ? best : bound;
            return Double.isInfinite(least) ? least : least + ROUNDING * Math.abs(least);
        }
    }

    private void refute(WildProblem problem, Proven proven, String seed, String file, String layout)
            throws IOException {
        JsonNode checked = answer("check", file, written("other.yaml", layout), "--no-replay");
        if (exit != 0 && exit != 4 && exit != 5) {
            fall(seed + ": check of " + layout + " ends with " + exit + ": " + err);
        } else if (exit != 0) {
            count("plans of others that do not");
        } else {
            count("plans of others that meet the targets");
            double worth = worth(problem, checked);
            if (worth > proven.most()) {
                fall(seed + " " + problem.objective() + ": " + proven + ", " + layout + " " + worth);
            }
        }
    }

    private void itself(WildProblem problem, long seed, String file, JsonNode found, double best) throws IOException {
        JsonNode again = answer("check", file, file("best.yaml"), "--no-replay");
        double worth = worth(problem, again);
        if (exit != 0 || Math.abs(worth - best) > 1e-9 * Math.abs(best)) {
            fall("seed " + seed + ": own plan: " + exit + " " + worth + " instead of " + best);
        }
        // degrees alone, in full
        StringBuilder text = new StringBuilder("layout: {");
        for (String name : List.of(
                "tensor",
                "data",
                "expert",
                "expertTensor",
                "expertData",
                "pipeline",
                "replicas",
                "context",
                "virtualStages",
                "microBatch",
                "microBatches",
                "recomputation",
                "slotsPerRank")) {
            if (found.get("layout").get(name) != null) {
                text.append(name + ": " + found.get("layout").get(name).asString() + ", ");
            }
        }
        JsonNode degrees = answer(
                "check", file, written("degrees.yaml", text.substring(0, text.length() - 2) + "}"), "--no-replay");
        double other = worth(problem, degrees);
        if (exit != 0 || Math.abs(other - best) > 2e-2 * Math.abs(best)) {
            fall("seed " + seed + ": own degrees " + text + ": " + exit + " " + other + " instead of " + best + " "
                    + degrees.path("evaluation").path("violations") + " "
                    + degrees.path("evaluation").path("missedTargets"));
        }
        // the headline
        run("search", file, "-o", file("best.yaml"), "--no-replay");
        String headline = out.toString().lines().findFirst().orElse("");
        JsonNode pasted = answer("check", file, headline, "--no-replay");
        for (String name : List.of(
                "tensor",
                "data",
                "expert",
                "expertTensor",
                "expertData",
                "pipeline",
                "replicas",
                "context",
                "virtualStages")) {
            if (!found.get("layout")
                    .path(name)
                    .toString()
                    .equals(pasted.path("layout").path(name).toString())) {
                fall("seed " + seed + ": headline " + headline + ": " + name + " "
                        + found.get("layout").path(name) + " read as "
                        + pasted.path("layout").path(name));
            }
        }
        if (exit != 0) {
            fall("seed " + seed + ": headline " + headline + " exits " + exit + " " + err
                    + pasted.path("evaluation").path("violations")
                    + pasted.path("evaluation").path("missedTargets"));
        } else if (Math.abs(worth(problem, pasted) - best) > 2e-2 * Math.abs(best)) {
            fall("seed " + seed + ": headline " + headline + " " + worth(problem, pasted) + " instead of " + best);
        }
    }

    private static String layout(WildProblem problem, Random random, JsonNode near) {
        if (near != null) {
            int size = Math.max(1, near.get("microBatch").asInt() + random.nextInt(9) - 4);
            int count = Math.max(1, near.get("microBatches").asInt() + (random.nextInt(4) == 0 ? 1 : 0));
            StringBuilder text = new StringBuilder("layout: {");
            for (String name : List.of(
                    "tensor",
                    "data",
                    "expert",
                    "expertTensor",
                    "expertData",
                    "pipeline",
                    "replicas",
                    "context",
                    "virtualStages",
                    "recomputation")) {
                if (near.get(name) != null) {
                    text.append(name + ": " + near.get(name).asString() + ", ");
                }
            }
            return text + "microBatch: " + size + ", microBatches: " + count + "}";
        }
        int tensor = 1 + random.nextInt(Math.min(problem.gpus, 8));
        while (random.nextInt(3) > 0 && Integer.bitCount(tensor) > 1) {
            tensor = 1 + random.nextInt(Math.min(problem.gpus, 8));
        }
        int data = problem.dense ? 1 : 1 + random.nextInt(Math.max(1, problem.gpus / tensor));
        int pipeline = 1 + random.nextInt(Math.max(1, Math.min(4, problem.gpus / tensor / data)));
        int most = problem.gpus / (tensor * data * pipeline);
        int replicas = 1 + random.nextInt(Math.max(1, most));
        StringBuilder text =
                new StringBuilder("layout: {tensor: " + tensor + ", pipeline: " + pipeline + ", replicas: " + replicas);
        if (!problem.dense) {
            int ranks = tensor * data;
            List<Integer> divisors = java.util.stream.IntStream.rangeClosed(1, ranks)
                    .filter(d -> ranks % d == 0)
                    .boxed()
                    .toList();
            int expert = divisors.get(random.nextInt(divisors.size()));
            text.append(", data: " + data + ", expert: " + expert + ", expertTensor: " + ranks / expert);
        }
        if (problem.training) {
            if (random.nextInt(3) == 0) {
                text.append(", context: " + (1 << random.nextInt(3)));
            }
            if (pipeline > 1 && random.nextInt(2) == 0) {
                text.append(", virtualStages: " + (1 << random.nextInt(3)));
            }
        }
        if (random.nextInt(3) == 0) {
            text.append(", microBatch: " + (1 + random.nextInt(random.nextBoolean() ? 8 : 200)));
        }
        if (random.nextInt(3) == 0) {
            text.append(", microBatches: " + (1 + random.nextInt(6)));
        }
        return text + "}";
    }
}
