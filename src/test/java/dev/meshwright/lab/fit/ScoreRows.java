package dev.meshwright.lab.fit;

import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.lab.serving.*;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;

public final class ScoreRows {
    public static void main(String[] a) throws Exception {
        Map<String, Double> over = new HashMap<>();
        for (String name : EngineConstants.standard().names()) if (System.getProperty(name) != null) over.put(name, Double.parseDouble(System.getProperty(name)));
        if (a.length > 3) for (String line : Files.readAllLines(Path.of(a[3]))) { String[] f = line.split("="); over.put(f[0].trim(), Double.parseDouble(f[1].trim())); }
        int every = Integer.parseInt(a[1]);
        List<Map<String, String>> rows = CsvTable.read(Path.of(a[0])).rows();
        EngineConstants constants = EngineConstants.standard().with(over);
        List<String> out = IntStream.range(0, rows.size()).filter(i -> i % every == 0).parallel().mapToObj(i -> {
            Map<String, String> row = rows.get(i);
            try {
                ServingRow read = ServingRow.of(row);
                MeasuredServing m = MeasuredServing.of(read, ServingRecipe.of(read), ServingRows.CATALOGUES);
                ReplayedServing r = m.replayed(ServingRows.CATALOGUES, constants);
                double mt = read.timePerOutputTokenSeconds().orElse(Double.NaN), mf = read.timeToFirstTokenSeconds().orElse(Double.NaN);
                return String.join(",", row.get("id"), read.engine().label(), read.modelPath(), read.system(), "" + read.concurrency(), "" + read.inputTokens(), "" + read.outputTokens(), "" + mt, "" + mf, "" + r.decodeStep(), "" + r.waiting(), "" + r.outputToken().mean(), "" + r.firstToken().mean(), row.get("precision") + " " + row.getOrDefault("backend_version", "") + " " + read.degrees());
            } catch (dev.meshwright.lab.row.UnpredictableRowException x) { return ""; }
        }).filter(s -> !s.isEmpty()).toList();
        Files.writeString(Path.of(a[2]), "id,engine,model,gpu,c,isl,osl,mtpot,mttft,ctpot,cttft,rtpot,rttft,what\n" + String.join("\n", out) + "\n");
    }
}
