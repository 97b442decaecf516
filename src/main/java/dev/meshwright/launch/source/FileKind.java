package dev.meshwright.launch.source;

import dev.meshwright.launch.LaunchFile;
import java.util.Locale;

/** How the text of a file is to be read. */
enum FileKind {
    /** YAML or JSON. */
    TREE,
    DOCKERFILE,
    /** Options alone, without a program. */
    ARGUMENTS,
    SCRIPT;

    static FileKind of(LaunchFile file) {
        String name = file.baseName().toLowerCase(Locale.ROOT);
        String text = file.text().stripLeading();
        if (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json")) {
            return TREE;
        }
        if (name.startsWith("dockerfile") || name.endsWith(".dockerfile") || name.startsWith("containerfile")) {
            return DOCKERFILE;
        }
        if (text.startsWith("-") && !text.startsWith("---")) {
            return ARGUMENTS;
        }
        if (text.startsWith("apiVersion:") || text.startsWith("---\n") || text.startsWith("{")) {
            return TREE;
        }
        return text.startsWith("FROM ") ? DOCKERFILE : SCRIPT;
    }
}
