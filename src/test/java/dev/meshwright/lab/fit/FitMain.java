package dev.meshwright.lab.fit;

import dev.meshwright.cost.engine.EngineConstants;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;

public final class FitMain {
    public static void main(String[] a) throws Exception {
        int every = Integer.parseInt(a[0]);
        List<ServingRows.Row> rows = ServingRows.all().stream().filter(ServingRows.Row::fitted).toList();
        rows = IntStream.range(0, rows.size()).filter(i -> i % every == 0).mapToObj(rows::get).toList();
        System.out.println(rows.size() + " rows");
        EngineConstants fitted = new EngineFit(rows.stream().map(ServingRows.Row::measured).toList(), ServingRows.CATALOGUES).fitted(EngineConstants.standard());
        StringBuilder out = new StringBuilder();
        for (String name : EngineFit.names()) out.append(String.format(Locale.ROOT, "%s = %.3g%n", name, fitted.value(name)));
        Files.writeString(Path.of(a[1]), out);
    }
}
