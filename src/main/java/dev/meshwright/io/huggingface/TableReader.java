package dev.meshwright.io.huggingface;

import dev.meshwright.io.huggingface.key.ConfigFields;
import dev.meshwright.io.huggingface.key.ConfigKey;

/** Reads the embeddings that a model has beside that of its tokens. */
final class TableReader {

    private static final int MOST_RATIO = 1 << 20;
    private static final int MOST_SPLITS = 1 << 10;
    private static final int MOST_ROWS = 1 << 27;

    private final ConfigFields fields;

    TableReader(ConfigFields fields) {
        this.fields = fields;
    }

    /** Weights of all of them with their projections. */
    long parameters(int hidden, int vocabulary, int layers) {
        return ngrams(hidden, vocabulary) + ofLayers(hidden, vocabulary, layers);
    }

    /**
     * LongCat-Flash-Lite: for n-grams of 2 to n tokens k tables each, the i-th of all with {@code r*V + 2*i + 1} rows of
     * {@code h/(k*(n-1))}, and a projection from each to the hidden size (its modelling class).
     */
    private long ngrams(int hidden, int vocabulary) {
        double ratio = fields.number(ConfigKey.NGRAM_VOCABULARY_RATIO, 0, MOST_RATIO, 0);
        if (ratio <= 0) {
            return 0;
        }
        int neighbours = fields.required(ConfigKey.NGRAM_NEIGHBOURS, 2, MOST_SPLITS);
        int splits = fields.required(ConfigKey.NGRAM_SPLITS, 1, MOST_SPLITS);
        long tables = (long) splits * (neighbours - 1);
        long width = hidden / tables;
        // The sum of 2*i + 1 over the tables is their number squared.
        long rows = tables * Math.round(ratio * vocabulary) + tables * tables;
        fields.note("embeddings of n-grams are held; a token looks up " + tables + " rows of them");
        return rows * width + tables * width * hidden;
    }

    /**
     * Gemma 3n and 4: a row of {@code p} for each layer, a projection of the hidden state to all of them, and a gate and a
     * projection in each layer (their modelling classes).
     */
    private long ofLayers(int hidden, int vocabulary, int layers) {
        long width = fields.integer(ConfigKey.LAYER_EMBEDDING, 0, MixerReader.MOST_WIDTH, 0);
        int rows = fields.size(ConfigKey.LAYER_EMBEDDING_VOCABULARY, MOST_ROWS, vocabulary);
        if (width == 0) {
            return 0;
        }
        fields.note("embeddings of each layer are held; a token looks up one row of each");
        return layers * (rows * width + 3L * hidden * width);
    }
}
