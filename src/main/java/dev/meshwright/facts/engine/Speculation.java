package dev.meshwright.facts.engine;

import dev.meshwright.facts.model.Precision;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Speculative decoding: a step verifies k guessed tokens of each sequence beside its next one. Of the guesses those count that are right
 * and have none that is wrong before them, so that a sequence gets
 *
 * <pre>tokens per step = 1 + a_1 + ... + a_k</pre>
 *
 * with a_j the chance that the j-th guess counts: what engines report as acceptance per position.
 *
 * @param method who guesses
 * @param acceptance a_1 to a_k, each at most the one before; of a tree, by depth
 * @param draft the model that guesses, where the method has one of its own
 * @param tree of guesses that are verified; empty where they are a chain
 */
public record Speculation(Method method, List<Double> acceptance, Optional<Draft> draft, Optional<Tree> tree) {

    /** A chain of guesses: each continues the one before. */
    public Speculation(Method method, List<Double> acceptance, Optional<Draft> draft) {
        this(method, acceptance, draft, Optional.empty());
    }

    public Speculation {
        acceptance = List.copyOf(acceptance);
        double before = 1;
        for (double chance : acceptance) {
            if (!(chance >= 0 && chance <= before)) {
                throw new IllegalArgumentException("no acceptance by position: " + acceptance);
            }
            before = chance;
        }
        if (acceptance.isEmpty()) {
            throw new IllegalArgumentException("no drafts");
        }
        if (tree.isPresent() && (!method.grows() || tree.get().verified() < acceptance.size())) {
            throw new IllegalArgumentException("no tree of " + method.label() + ": " + tree.get());
        }
    }

    /**
     * Guesses of which several may follow one: the likeliest of them are verified, and the longest branch that is right counts (SGLang
     * {@code --speculative-eagle-topk}, {@code --speculative-num-draft-tokens}).
     *
     * @param verified guesses that a step verifies, at least as many as the tree is deep
     * @param branches guesses of a sequence that each pass of the draft but the first goes over
     */
    public record Tree(int verified, int branches) {

        public Tree {
            if (verified < 1 || branches < 1) {
                throw new IllegalArgumentException(verified + " guesses in " + branches + " branches");
            }
        }
    }

    /** Who guesses. */
    public enum Method {
        /** Layers for multi-token prediction that the model comes with, run again for each further guess. */
        MTP("mtp"),
        /** A layer or two trained beside the model, which take its hidden states. */
        EAGLE("eagle"),
        /** A smaller model. */
        DRAFT_MODEL("draft-model"),
        /** Layers that take the model's hidden states and fill a whole block of masked positions in one pass. */
        DFLASH("dflash"),
        /** The same with a small head that lets each guess of the block know the one before, in the same captured graph. */
        DSPARK("dspark"),
        /** What followed the last tokens before: nothing is computed. */
        NGRAM("ngram");

        private final String label;

        Method(String label) {
            this.label = label;
        }

        /** The name as problem files spell it. */
        public String label() {
            return label;
        }

        /** Whether a model guesses whose size has to be stated. */
        public boolean ownModel() {
            return switch (this) {
                case EAGLE, DRAFT_MODEL, DFLASH, DSPARK -> true;
                case MTP, NGRAM -> false;
            };
        }

        /** Whether all guesses come from one pass. */
        public boolean block() {
            return this == DFLASH || this == DSPARK;
        }

        /** Whether guesses may be a tree: those of a model that is asked for one after the other. */
        public boolean grows() {
            return this == EAGLE || this == DRAFT_MODEL;
        }
    }

    /**
     * A model that guesses, divided over the tensor ranks like the model that verifies.
     *
     * @param parameters weights that a pass reads, its head included
     * @param weights format of them
     * @param cacheBytesPerToken bytes of its cache for each token of a sequence
     */
    public record Draft(double parameters, Precision weights, double cacheBytesPerToken) {

        /** Bytes of all weights. */
        public double weightBytes() {
            return parameters * weights.bytesPerElement();
        }
    }

    /** Guesses of which each counts with chance {@code share} if the one before did. */
    public static Speculation even(Method method, int drafts, double share, Optional<Draft> draft) {
        Double[] chances = new Double[drafts];
        double chance = 1;
        for (int guess = 0; guess < drafts; guess++) {
            chance *= share;
            chances[guess] = chance;
        }
        return new Speculation(method, List.of(chances), draft);
    }

    /**
     * Guesses by which a step makes {@code tokens} on average, each as likely to count as the one before if that did.
     *
     * @param tokens from 1 to {@code drafts + 1}
     */
    public static Speculation ofLength(Method method, int drafts, double tokens, Optional<Draft> draft) {
        double low = 0;
        double high = 1;
        for (int halving = 0; halving < Double.PRECISION; halving++) {
            double share = (low + high) / 2;
            if (even(method, drafts, share, draft).tokensPerStep() < tokens) {
                low = share;
            } else {
                high = share;
            }
        }
        return even(method, drafts, high, draft);
    }

    /** Tokens that are guessed one after the other per sequence and step, k: the depth of a tree. */
    public int drafts() {
        return acceptance.size();
    }

    /** Tokens of a sequence that a step computes: its next one and the guesses. */
    public int positions() {
        return tree.map(Tree::verified).orElse(drafts()) + 1;
    }

    /**
     * Passes of what guesses in a step. Those of a block go over the next token and k masked positions at once, as many as the step
     * verifies (vLLM's DFlash and DSpark proposers).
     */
    public int passes() {
        return method == Method.NGRAM ? 0 : method.block() ? 1 : drafts();
    }

    /** Guesses of a sequence that each pass but the first goes over. */
    public int branches() {
        return tree.map(Tree::branches).orElse(1);
    }

    /**
     * Times that an engine prepares and starts a model in a step: to verify, for the first guess, which goes over the tokens that were
     * verified, and for the others, which are one captured graph (SGLang {@code eagle_worker.py}).
     */
    public int runs() {
        return 1 + Math.min(2, passes());
    }

    /** Tokens that a sequence gets from a step on average. */
    public double tokensPerStep() {
        return 1 + acceptance.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Steps until a sequence has {@code tokens} more, with guesses that are drawn. */
    public int drawSteps(int tokens, SplittableRandom random) {
        int steps = 0;
        for (int made = 0; made < tokens; steps++) {
            double chance = random.nextDouble();
            made++;
            for (int guess = 0; guess < acceptance.size() && chance < acceptance.get(guess); guess++) {
                made++;
            }
        }
        return steps;
    }
}
