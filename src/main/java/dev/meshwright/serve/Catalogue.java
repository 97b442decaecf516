package dev.meshwright.serve;

import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.layout.engine.KnownEngine;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a problem can name. */
final class Catalogue {

    private Catalogue() {}

    static Object document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("models", ModelCatalogue.standard().names());
        document.put(
                "gpus",
                GpuCatalogue.standard().entries().stream()
                        .map(entry -> pair(
                                "name",
                                entry.gpu().name(),
                                "memoryBytes",
                                entry.gpu().memoryBytes()))
                        .toList());
        document.put(
                "engines",
                KnownEngine.all().stream()
                        .map(engine -> pair("name", engine.label(), "trains", engine.trains()))
                        .toList());
        return document;
    }

    private static Map<String, Object> pair(String one, Object first, String other, Object second) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(one, first);
        document.put(other, second);
        return document;
    }
}
