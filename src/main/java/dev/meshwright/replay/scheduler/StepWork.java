package dev.meshwright.replay.scheduler;

/** What one attention rank computes in one step; filled by its scheduler, priced by the clock of the replay. Reused from step to step. */
public final class StepWork {

    private int decoding;
    private long decodingPositions;
    private int promptTokens;
    private double promptPositions;
    private int prompts;
    private int promptsEnded;

    /** Sequences that get a token each. */
    public int decoding() {
        return decoding;
    }

    /** Positions in the cache that they see, all together. */
    public long decodingPositions() {
        return decodingPositions;
    }

    /** Tokens of prompts that are read. */
    public int promptTokens() {
        return promptTokens;
    }

    /** Positions that these tokens see, all together: a token at position p sees p + 1. */
    public double promptPositions() {
        return promptPositions;
    }

    /** Prompts of which tokens are read. */
    public int prompts() {
        return prompts;
    }

    /** Prompts of which the last token is read, each of which makes a first token. */
    public int promptsEnded() {
        return promptsEnded;
    }

    /** Whether there is nothing to do. */
    public boolean empty() {
        return decoding == 0 && promptTokens == 0;
    }

    void clear() {
        decoding = 0;
        decodingPositions = 0;
        promptTokens = 0;
        promptPositions = 0;
        prompts = 0;
        promptsEnded = 0;
    }

    /** Adds sequences that see {@code positions} in all, those of their new tokens included. */
    public void addDecoding(int sequences, long positions) {
        decoding += sequences;
        decodingPositions += positions;
    }

    /** Adds {@code tokens} of a prompt after the {@code before} that were read: sum of before + 1 to before + tokens. */
    public void addPrompt(int before, int tokens, boolean ends) {
        promptTokens += tokens;
        promptPositions += tokens * (before + (tokens + 1) / 2.0);
        prompts++;
        promptsEnded += ends ? 1 : 0;
    }
}
