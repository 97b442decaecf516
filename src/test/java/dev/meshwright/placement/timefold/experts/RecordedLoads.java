package dev.meshwright.placement.timefold.experts;

import dev.meshwright.SharedData;
import dev.meshwright.placement.experts.PlainProblem;
import dev.meshwright.placement.experts.SlotCost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The recorded expert loads and the published baselines on them, read where they lie. */
final class RecordedLoads {
    private RecordedLoads() {}

    /** One setting of the baselines: a short name and its group. */
    record Setting(String name, int ranks, int slots) {
        /** Load itself as the cost, so that time balance and load balance are the same thing. */
        PlainProblem problem(String profile) {
            return PlainProblem.fromLoads(
                    ranks, slots / ranks, loads(profile), SlotCost.proportional(1_000_000_000L), true);
        }
    }

    static final List<Setting> SETTINGS = List.of(
            new Setting("ds_32g4n_288_glob", 32, 288),
            new Setting("ds_64g8n_320_glob", 64, 320),
            new Setting("ds_32g4n_256_glob", 32, 256),
            new Setting("ds_144g18n_288_glob", 144, 288),
            new Setting("ds_320g40n_320_glob", 320, 320));

    static final List<String> PROFILES = List.of(
            "dsv3_real_prefill1024", "dsv3_real_prefill4096", "dsv3_real_decode1000o1000", "dsv3_real_decode2000o100");

    static double[][] loads(String profile) {
        return JsonMapper.shared()
                .treeToValue(
                        JsonMapper.shared()
                                .readTree(SharedData.require("data/expert-loads/" + profile + ".json")
                                        .toFile())
                                .get("loads"),
                        double[][].class);
    }

    /** "method,config,case" to mean max/mean. */
    static Map<String, Double> baselines() {
        try {
            Map<String, Double> baselines = new HashMap<>();
            for (String line : Files.readAllLines(SharedData.require("data/expert-loads/baselines.csv"))) {
                String[] cells = line.split(",");
                if (!cells[0].equals("method")) {
                    baselines.put(cells[0] + "," + cells[1] + "," + cells[2], Double.valueOf(cells[10]));
                }
            }
            return baselines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
