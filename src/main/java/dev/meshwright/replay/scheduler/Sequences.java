package dev.meshwright.replay.scheduler;

import java.util.Arrays;

/**
 * The requests of one attention rank: who waits, whose prompt is being read, who decodes, and the blocks of the cache they hold.
 *
 * <p>All decoding sequences get a token per decode step, so what they have in common is kept as sums: a decode step costs as
 * much for a thousand of them as for one. A sequence of which the prompt ends with L tokens in the cache after T decode steps
 * has L + t - T after t, and takes a new block whenever that is a multiple of a block's tokens.
 */
final class Sequences {

    private final SchedulerSettings settings;
    private final boolean reservesAll;
    private final IntQueue waiting = new IntQueue();
    private final IntQueue unused = new IntQueue();
    private final EndHeap ends = new EndHeap();
    private final SeatOrder order = new SeatOrder();
    private final int[] phases;
    private int[] request = new int[16];
    private int[] prompt = new int[16];
    private int[] hit = new int[16];
    private int[] read = new int[16];
    private int[] left = new int[16];
    private int[] asked = new int[16];
    private int[] answer = new int[16];
    private long[] since = new long[16];
    private long[] end = new long[16];
    private boolean[] decodes = new boolean[16];
    private boolean[] started = new boolean[16];
    private long[] held = new long[16];
    private int slots;
    private int seats;
    private long waitingTokens;
    private int decoding;
    private long positions;
    private long promptPositions;
    private long step;
    private long free;

    /**
     * @param settings of the engine
     * @param reservesAll whether a seat comes with all blocks that its request will ever hold
     */
    Sequences(SchedulerSettings settings, boolean reservesAll) {
        this.settings = settings;
        this.reservesAll = reservesAll;
        this.phases = new int[settings.blockTokens()];
        this.free = settings.cacheBlocks();
    }

    SchedulerSettings settings() {
        return settings;
    }

    /** Requests that wait or run. */
    int load() {
        return waiting.size() + seats;
    }

    int waiting() {
        return waiting.size();
    }

    /** Requests that run, those included whose last token is on its way. */
    int running() {
        return seats;
    }

    int decoding() {
        return decoding;
    }

    long freeBlocks() {
        return free;
    }

    /** Tokens of the prompts that wait. */
    long waitingTokens() {
        return waitingTokens;
    }

    int head() {
        return waiting.first();
    }

    int request(int slot) {
        return request[slot];
    }

    int promptLeft(int slot) {
        return prompt[slot] - read[slot];
    }

    /** Whether nothing of its prompt was read, but for what the cache had. */
    boolean unread(int slot) {
        return read[slot] == hit[slot];
    }

    int promptTokens(int slot) {
        return prompt[slot];
    }

    /** Steps that make what is left of its answer: a token each, or several where some are guessed. */
    int outputLeft(int slot) {
        return decodes[slot] ? (int) (end[slot] - step) : left[slot];
    }

    /** Tokens that it may still write into the cache: a token per step, or all of its answer and the guesses of a step. */
    int tokensLeft(int slot) {
        return settings.guesses() ? answer[slot] + settings.positions() : outputLeft(slot);
    }

    /** Steps that made what there is of its answer. */
    int made(int slot) {
        return asked[slot] - outputLeft(slot);
    }

    /** Puts a request at the end of the queue. */
    void arrive(int number, int inputTokens, int outputTokens, int prefixTokens, int steps) {
        int slot = unused.size() > 0 ? unused.remove() : newSlot();
        request[slot] = number;
        prompt[slot] = inputTokens;
        int shared = Math.min(prefixTokens, inputTokens - 1);
        hit[slot] = shared - shared % settings.blockTokens();
        read[slot] = hit[slot];
        left[slot] = steps;
        asked[slot] = steps;
        answer[slot] = outputTokens;
        decodes[slot] = false;
        started[slot] = false;
        held[slot] = 0;
        waiting.add(slot);
        waitingTokens += promptLeft(slot);
    }

    /** Gives the head of the queue a seat and {@code blocks} of the cache. */
    int admit(long blocks) {
        int slot = waiting.remove();
        waitingTokens -= promptLeft(slot);
        seats++;
        held[slot] = blocks;
        free -= blocks;
        order.add(slot);
        return slot;
    }

    /** Reads {@code tokens} of a prompt; at its end the first token is made, or one after a pause. */
    void read(int slot, int tokens, StepPlan plan) {
        int done = read[slot];
        read[slot] += tokens;
        boolean ends = read[slot] == prompt[slot];
        plan.work().addPrompt(done, tokens, ends);
        if (!ends) {
            return;
        }
        if (!started[slot]) {
            started[slot] = true;
            plan.firsts().add(slot);
        }
        left[slot]--;
        if (left[slot] == 0) {
            order.remove(slot);
            plan.ends().add(slot);
        } else {
            decodes[slot] = true;
            since[slot] = step;
            end[slot] = step + left[slot];
            this.ends.add(end[slot], slot);
            decoding++;
            positions += prompt[slot];
            promptPositions += prompt[slot];
            phases[phase(slot)] += reservesAll ? 0 : 1;
        }
    }

    /** Blocks that the next decode step takes. */
    int blocksOfDecodeStep() {
        return phases[(int) (step % phases.length)];
    }

    /** A token for each decoding sequence. */
    void decode(StepPlan plan) {
        free -= blocksOfDecodeStep();
        positions += decoding;
        plan.work().addDecoding(decoding, positionsSeen());
        step++;
        while (!ends.isEmpty() && ends.firstStep() <= step) {
            int slot = ends.firstSlot();
            boolean current = decodes[slot] && end[slot] == ends.firstStep();
            ends.remove();
            if (current) {
                stopDecoding(slot);
                order.remove(slot);
                plan.ends().add(slot);
            }
        }
    }

    /** Positions in the cache: what steps make beside prompts is several tokens where some are guessed. */
    private long positionsSeen() {
        return settings.speculation()
                .map(guesses -> promptPositions + Math.round(guesses.tokensPerStep() * (positions - promptPositions)))
                .orElse(positions);
    }

    /** Takes back the seat and the blocks of a slot whose last token is out. */
    void leave(int slot) {
        seats--;
        free += held[slot];
        unused.add(slot);
    }

    /** The slot that got its seat last; negative where none runs. */
    int newest() {
        return order.newest();
    }

    /** The slot that got its seat before {@code slot}; negative where it is the first. */
    int olderThan(int slot) {
        return order.olderThan(slot);
    }

    boolean decodes(int slot) {
        return decodes[slot];
    }

    /** Sends a running sequence back to the head of the queue: all its tokens are computed anew as a prompt. */
    void preempt(int slot) {
        int remaining = outputLeft(slot);
        if (decodes[slot]) {
            int made = (int) (step - since[slot]);
            stopDecoding(slot);
            prompt[slot] += made + 1;
        }
        left[slot] = remaining;
        read[slot] = hit[slot];
        order.remove(slot);
        seats--;
        free += held[slot];
        held[slot] = 0;
        waiting.addFirst(slot);
        waitingTokens += promptLeft(slot);
    }

    private void stopDecoding(int slot) {
        decodes[slot] = false;
        decoding--;
        long tokens = prompt[slot] + step - since[slot];
        positions -= tokens;
        promptPositions -= prompt[slot];
        if (!reservesAll) {
            phases[phase(slot)]--;
            held[slot] += settings.blocks(tokens) - settings.blocks(prompt[slot]);
        }
    }

    /** A sequence takes a block in decode steps t with (prompt + t - since) % block = 0. */
    private int phase(int slot) {
        return (int) Math.floorMod(since[slot] - prompt[slot], (long) phases.length);
    }

    private int newSlot() {
        if (slots == request.length) {
            int larger = 2 * slots;
            request = Arrays.copyOf(request, larger);
            prompt = Arrays.copyOf(prompt, larger);
            hit = Arrays.copyOf(hit, larger);
            read = Arrays.copyOf(read, larger);
            left = Arrays.copyOf(left, larger);
            asked = Arrays.copyOf(asked, larger);
            answer = Arrays.copyOf(answer, larger);
            since = Arrays.copyOf(since, larger);
            end = Arrays.copyOf(end, larger);
            decodes = Arrays.copyOf(decodes, larger);
            started = Arrays.copyOf(started, larger);
            held = Arrays.copyOf(held, larger);
        }
        return slots++;
    }
}
