package dev.meshwright.question.audit.fact;

import static dev.meshwright.question.audit.fact.Work.ANY;
import static dev.meshwright.question.audit.fact.Work.DECODE;
import static dev.meshwright.question.audit.fact.Work.INFERENCE;
import static dev.meshwright.question.audit.fact.Work.PREFILL;
import static dev.meshwright.question.audit.fact.Work.SEQUENCES;
import static dev.meshwright.question.audit.fact.Work.SERVING;
import static dev.meshwright.question.audit.fact.Work.TRAINING;
import static dev.meshwright.question.audit.fact.Work.WRITING;

import dev.meshwright.base.derivation.Formula;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The rules between rates and times, each for the phases of work in which it holds: what a throughput counts differs, so a
 * prompt over an output rate is no time to first token.
 */
final class RateRules {

    private final List<Rule> rules = new ArrayList<>();

    private RateRules() {}

    /** All of them, those of a quantity in order of preference. */
    static List<Rule> all() {
        RateRules rates = new RateRules();
        rates.bounds();
        rates.efficiency();
        rates.throughput();
        rates.scopes();
        rates.utilisation();
        rates.firstToken();
        rates.time();
        rates.targets();
        return rates.rules;
    }

    private void rule(Set<Work> works, String quantity, String formula, String source) {
        rules.add(new Rule(quantity, new Formula(formula), source, false, works));
    }

    private void rule(String quantity, String formula, String source) {
        rule(ANY, quantity, formula, source);
    }

    /** A rule that only follows a document's own argument. */
    private void argument(Set<Work> works, String quantity, String formula, String source) {
        rules.add(new Rule(quantity, new Formula(formula), source, true, works));
    }

    private void argument(String quantity, String formula, String source) {
        argument(ANY, quantity, formula, source);
    }

    private void bounds() {
        rule("gpu.effectiveFlops", "gpu.peakFlops * efficiency.compute", "peak times the share that is reached");
        rule(
                "gpu.effectiveBandwidth",
                "gpu.memoryBandwidth * efficiency.memoryBandwidth",
                "peak times the share that is reached");
        argument("efficiency.compute", "gpu.effectiveFlops.claimed / gpu.peakFlops", "share of the peak");
        rule(
                "throughput.bound.compute.perGpu",
                "gpu.effectiveFlops / flops.perToken",
                "compute bound: FLOP/s over FLOP per token, whatever the batch");
        rule("throughput.bound.peak.perGpu", "gpu.peakFlops / flops.perToken", "compute bound at 100 % of the peak");
        rule("throughput.bound.compute", "throughput.bound.compute.perGpu * gpus", "all GPUs at the compute bound");
        argument(
                INFERENCE,
                "throughput.bound.bandwidth.perGpu",
                "batch * gpu.effectiveBandwidth / memory.read.perStep",
                "decode: a step reads memory once and writes one token for each of its sequences");
        argument(
                INFERENCE,
                "throughput.bound.bandwidth",
                "throughput.bound.bandwidth.perGpu * gpus",
                "as if GPUs worked alone");
        argument(
                INFERENCE,
                "throughput.bound.bandwidth.system",
                "throughput.bound.bandwidth.perGpu * gpus / (degrees.tensor * degrees.pipeline)",
                "a token needs every stage and all tensor ranks of each");
    }

    private void efficiency() {
        argument(
                "efficiency.total",
                "(1 - loss.communication) * (1 - loss.loadImbalance) * (1 - loss.pipelineBubble) * (1 - loss.other)",
                "factors that remain after each loss");
        argument(
                "efficiency.total",
                "(1 - loss.communication) * (1 - loss.loadImbalance) * (1 - loss.pipelineBubble)",
                "factors that remain after each loss");
    }

    private void throughput() {
        argument(
                "throughput.perGpu",
                "throughput.bound.compute.perGpu * efficiency.total",
                "compute bound times efficiency");
        argument(
                INFERENCE,
                "throughput.perGpu",
                "throughput.bound.bandwidth.perGpu",
                "at most the bandwidth bound of decode in that regime");
        rule("throughput.perGpu", "throughput.system / gpus", "over the GPUs that the layout uses");
        argument("throughput.perGpu", "throughput.perNode / gpus.perNode", "over the GPUs of a node");
        argument(
                EnumSet.of(SERVING),
                "throughput.system",
                "batch * sequence.output / (timeToFirstToken + (sequence.output - 1) * timePerOutputToken)",
                "Little's law: each sequence writes its answer in that time");
        argument(
                EnumSet.of(DECODE),
                "throughput.system",
                "batch / timePerOutputToken",
                "each sequence gets a token in that time");
        argument(SEQUENCES, "throughput.system", "throughput.samples * sequence.length", "samples of that many tokens");
        argument(WRITING, "throughput.system", "throughput.samples * sequence.output", "answers of that many tokens");
        argument("throughput.system", "throughput.perGpu * gpus", "all GPUs");
        argument(
                EnumSet.of(SERVING),
                "throughput.system",
                "throughput.input.system * sequence.output / sequence.length",
                "an answer for each prompt");
        trained();
        rule(SEQUENCES, "throughput.samples", "throughput.system / sequence.length", "sequences of that many tokens");
        rule(WRITING, "throughput.samples", "throughput.system / sequence.output", "answers of that many tokens");
        argument("throughput.replica", "throughput.system / degrees.replicas", "an equal part of the system's");
        rule("throughput.perNode", "throughput.perGpu * gpus.perNode", "a node's GPUs");
    }

    /** Rates of training, whose whole is told in tokens and in time. */
    private void trained() {
        Set<Work> training = EnumSet.of(TRAINING);
        argument(training, "throughput.system", "training.tokens / training.time", "all tokens in that time");
        argument(
                training, "throughput.perGpu", "training.tokens / training.gpuTime", "all tokens in those GPU seconds");
    }

    /** Rates of one kind of tokens by whose they are. */
    private void scopes() {
        rule(
                EnumSet.of(SERVING),
                "throughput.input.system",
                "throughput.system * sequence.length / sequence.output",
                "a prompt for each answer");
        rule(EnumSet.of(PREFILL), "throughput.input.system", "throughput.system", "tokens read are what counts");
        rule(
                EnumSet.of(SERVING),
                "throughput.combined.system",
                "throughput.system + throughput.input.system",
                "tokens written and read");
        rule(EnumSet.of(PREFILL), "throughput.prefill.system", "throughput.system", "there is nothing but reading");
        rule(EnumSet.of(DECODE), "throughput.decode.system", "throughput.system", "there is nothing but writing");
        for (String kind : List.of("input", "combined", "prefill", "decode")) {
            String name = "throughput." + kind + ".";
            rule(INFERENCE, name + "perGpu", name + "system / gpus", "over the GPUs that the layout uses");
            rule(INFERENCE, name + "perNode", name + "perGpu * gpus.perNode", "a node's GPUs");
            argument(INFERENCE, name + "perGpu", name + "perNode / gpus.perNode", "over the GPUs of a node");
            argument(INFERENCE, name + "system", name + "perGpu * gpus", "all GPUs");
        }
    }

    private void utilisation() {
        rule(
                "efficiency.implied",
                "throughput.perGpu / throughput.bound.compute.perGpu",
                "achieved over compute bound");
        argument(
                INFERENCE,
                "bandwidth.utilisation",
                "throughput.perGpu * memory.read.perStep / (batch * gpu.effectiveBandwidth)",
                "bytes that the rate needs over bytes that can be read");
        argument("throughput.overBound", "throughput.perGpu / throughput.bound.bandwidth.perGpu", "claimed over bound");
        rule(
                EnumSet.of(SERVING),
                "flops.perSecond.perGpu",
                "throughput.perGpu * flops.perOutputToken + throughput.input.perGpu * flops.perInputToken",
                "what a GPU computes at these rates of writing and reading");
        rule(
                EnumSet.complementOf(EnumSet.of(SERVING)),
                "flops.perSecond.perGpu",
                "throughput.perGpu * flops.perToken",
                "what a GPU computes at that rate");
        String needed = "FLOP that the rate needs, of the peak";
        rule("compute.modelFlopsUtilisation", "flops.perSecond.perGpu / gpu.peakFlops", needed);
        rule("compute.utilisation", "flops.perSecond.perGpu / gpu.peakFlops", "of the peak");
        rule(
                INFERENCE,
                "compute.modelFlopsUtilisation.prefill",
                "throughput.prefill.perGpu * flops.perInputToken / gpu.peakFlops",
                needed);
        rule(
                INFERENCE,
                "compute.modelFlopsUtilisation.decode",
                "throughput.decode.perGpu * flops.perOutputToken / gpu.peakFlops",
                needed);
        argument(
                SEQUENCES,
                "throughput.perGpu",
                "compute.modelFlopsUtilisation * gpu.peakFlops / flops.perToken",
                "tokens whose FLOP are that share of the peak");
    }

    private void firstToken() {
        Set<Work> reading = EnumSet.of(PREFILL);
        Set<Work> beside = EnumSet.of(SERVING);
        String one = "the prompt's FLOP on one GPU";
        String all = "the prompt's FLOP shared by all GPUs, nothing else";
        String prompt = "sequence.length * flops.perToken / ";
        String input = "sequence.length * flops.perInputToken / ";
        rule(reading, "timeToFirstToken.oneGpu", prompt + "gpu.effectiveFlops", one);
        rule(beside, "timeToFirstToken.oneGpu", input + "gpu.effectiveFlops", one);
        rule(reading, "timeToFirstToken.minimum", prompt + "(gpu.effectiveFlops * gpus)", all);
        rule(beside, "timeToFirstToken.minimum", input + "(gpu.effectiveFlops * gpus)", all);
        argument(
                reading,
                "timeToFirstToken",
                "sequences.perGpu * sequence.length / throughput.perGpu",
                "so many prompts on one GPU at that rate");
        argument(
                EnumSet.of(PREFILL, SERVING),
                "timeToFirstToken.ratio",
                "timeToFirstToken.oneGpu / timeToFirstToken.claimed",
                "above 1 the claim is too short");
        argument(
                EnumSet.of(PREFILL, SERVING),
                "throughput.implied.perGpu",
                "sequence.length / timeToFirstToken.claimed",
                "one prompt on one GPU in that time");
        argument(
                reading,
                "timeToFirstToken",
                "sequence.length / throughput.perGpu",
                "one prompt on one GPU at that rate");
    }

    private void time() {
        Set<Work> serving = EnumSet.of(SERVING);
        argument(SEQUENCES, "stepTime", "batch / throughput.samples", "sequences of a step over sequences per second");
        argument(EnumSet.of(DECODE), "timePerOutputToken", "batch / throughput.system", "a token for each sequence");
        rule(WRITING, "interactivity", "1 / timePerOutputToken", "one token in that time");
        argument(WRITING, "timePerOutputToken", "1 / interactivity", "the time of one token at that rate");
        rule(
                serving,
                "latency.endToEnd",
                "timeToFirstToken + (sequence.output - 1) * timePerOutputToken",
                "the first token, and the time of each after it");
        argument(
                serving,
                "timePerOutputToken",
                "(latency.endToEnd - timeToFirstToken) / (sequence.output - 1)",
                "what is left after the first token, over the tokens after it");
        rule("time.ofMillionTokens", "1000000 / throughput.system", "at the system's throughput");
        Set<Work> training = EnumSet.of(TRAINING);
        rule(training, "training.time", "training.tokens / throughput.system", "all tokens at the system's throughput");
        rule(training, "training.gpuTime", "training.tokens / throughput.perGpu", "all tokens at the rate of one GPU");
        argument(training, "training.gpuTime", "training.time * gpus", "all GPUs for that time");
        argument(training, "training.time", "training.gpuTime / gpus", "GPU seconds over GPUs");
    }

    private void targets() {
        rule("communication.efficiency", "1 - loss.communication", "what the messages leave");
        rule("balance.variance", "balance.coefficientOfVariation * balance.coefficientOfVariation", "square of it");
        rule(
                "target.shortfall.perGpu",
                "1 - throughput.perGpu / target.throughput",
                "part of the target that a GPU misses");
        rule("target.ratio.perGpu", "target.throughput / throughput.perGpu", "improvement that a target per GPU needs");
        rule("target.ratio.system", "target.throughput / throughput.system", "improvement that a system target needs");
        rule(
                "efficiency.required.perGpu",
                "target.throughput / throughput.bound.compute.perGpu",
                "of the compute bound of one GPU; above 100 % no number of GPUs helps");
        rule(
                "efficiency.required.system",
                "target.throughput / throughput.bound.compute",
                "of the compute bound of all GPUs");
        String reached = "1 where the quotient is at least 1";
        argument("targets.throughput.met", "min(1, floor(throughput.system / target.throughput))", reached);
        argument("targets.throughput.metPerGpu", "min(1, floor(throughput.perGpu / target.throughput))", reached);
        for (String time : List.of("timeToFirstToken", "timePerOutputToken")) {
            argument(
                    INFERENCE,
                    "targets." + time + ".met",
                    "min(1, floor(target." + time + " / " + time + "))",
                    reached);
        }
        rule(
                "gpus.forTarget",
                "ceil(target.throughput / throughput.perGpu)",
                "as a system target, at that rate per GPU");
    }
}
