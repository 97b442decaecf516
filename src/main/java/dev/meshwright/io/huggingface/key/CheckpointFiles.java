package dev.meshwright.io.huggingface.key;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which files of a checkpoint describe it. */
public final class CheckpointFiles {

    /** What Hugging Face transformers writes. */
    public static final String CONFIG = "config.json";

    /** What Mistral's own checkpoints have. */
    public static final String PARAMS = "params.json";

    private static final String QUANTIZATION = "hf_quant_config.json";

    private CheckpointFiles() {}

    /** Whether a file is ModelOpt's, which says nothing of sizes. */
    public static boolean isQuantization(Path file) {
        return String.valueOf(file.getFileName()).endsWith(QUANTIZATION);
    }

    /** The configuration: a file itself, or the one of a folder. */
    public static Path configuration(Path path) {
        if (!Files.isDirectory(path)) {
            return path;
        }
        Path config = path.resolve(CONFIG);
        Path params = path.resolve(PARAMS);
        return !Files.isRegularFile(config) && Files.isRegularFile(params) ? params : config;
    }

    /**
     * ModelOpt's settings beside a configuration: {@code hf_quant_config.json} beside {@code config.json}, and
     * {@code NAME_hf_quant_config.json} beside {@code NAME_config.json} where a folder holds several models.
     */
    public static Optional<Path> quantization(Path config) {
        String name = String.valueOf(config.getFileName());
        for (String usual : List.of(CONFIG, PARAMS)) {
            if (name.endsWith(usual)) {
                String before = name.substring(0, name.length() - usual.length());
                Path file = config.resolveSibling(before + QUANTIZATION);
                boolean other = !before.isEmpty() && !before.endsWith("_") && !before.endsWith(".");
                return other || !Files.isRegularFile(file) ? Optional.empty() : Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
