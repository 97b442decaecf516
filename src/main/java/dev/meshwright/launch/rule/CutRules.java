package dev.meshwright.launch.rule;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.model.WeightFormat;
import dev.meshwright.launch.pool.PoolLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts of matrices by the degrees that an engine gives them: heads are whole, and what shares a scale stays together. Engines
 * cut dense layers and shared experts by degrees of their own, which a layout has no name for, so that this is asked of a
 * launch and not of a layout ({@code vllm} and {@code sglang}: {@code layers/quantization/fp8.py}, {@code create_weights}).
 */
final class CutRules {

    private final Judgement judgement;
    private final ModelFacts facts;
    private final PoolLayout layout;
    private final Meaning tensorFlag;

    private CutRules(Judgement judgement, ModelFacts facts) {
        this.judgement = judgement;
        this.facts = facts;
        this.layout = judgement.layout();
        this.tensorFlag =
                judgement.options().book().of(Meaning.TENSOR).isPresent() ? Meaning.TENSOR : Meaning.STAGE_RANKS;
    }

    static void judge(Judgement judgement) {
        judgement.pool().facts().ifPresent(facts -> {
            CutRules rules = new CutRules(judgement, facts);
            rules.heads();
            rules.widths();
        });
    }

    private void heads() {
        int tensor = layout.tensor();
        for (int heads : facts.heads()) {
            if (heads % tensor != 0) {
                judgement.refused(
                        judgement.flag(tensorFlag),
                        heads + " attention heads are not divisible by " + tensor,
                        judgement.flag(tensorFlag) + " " + divisors(heads, tensor));
            }
        }
        for (int heads : facts.keyValueHeads()) {
            if (heads % tensor != 0
                    && tensor % heads != 0
                    && facts.heads().stream().allMatch(all -> all % tensor == 0)) {
                judgement.refused(
                        judgement.flag(tensorFlag),
                        heads + " key-value heads neither divide " + tensor + " nor are divisible by it",
                        judgement.flag(tensorFlag) + " " + divisors(heads, tensor));
            }
        }
    }

    /** The divisors next to a degree, the larger of which may need more GPUs. */
    private static String divisors(int number, int degree) {
        int below = Judgement.divisor(number, degree);
        int above = degree + 1;
        while (above < number && number % above != 0) {
            above++;
        }
        return number % above == 0 && above <= 2 * degree ? below + " or " + above : String.valueOf(below);
    }

    private void widths() {
        Optional<WeightFormat> format = judgement.pool().weights();
        int block = format.map(WeightFormat::block).orElse(0);
        int expertBlock = format.map(WeightFormat::expertBlock).orElse(0);
        List<String> broken = new ArrayList<>();
        String expertFix =
                cut("expert width", facts.expertWidth(), layout.expertTensor().orElse(1), expertBlock, broken);
        String sharedFix = cut("shared expert width", facts.sharedWidth(), layout.sharedTensor(), block, broken);
        String denseFix = cut("dense feed-forward width", facts.denseWidth(), layout.denseTensor(), block, broken);
        if (!broken.isEmpty()) {
            judgement.fails(
                    judgement.flag(tensorFlag),
                    String.join("; ", broken),
                    fix(!expertFix.isEmpty(), !sharedFix.isEmpty(), !denseFix.isEmpty(), block));
        }
    }

    private String cut(String what, int width, int degree, int block, List<String> broken) {
        if (width == 0 || degree <= 1) {
            return "";
        }
        String share = what + " " + width + " / " + degree;
        if (width % degree != 0) {
            broken.add(share + " is not whole");
            return share;
        }
        if (block > 1 && width / degree % block != 0) {
            broken.add(share + " = " + width / degree + " is not a multiple of the block of " + block
                    + " that shares a scale");
            return share;
        }
        return "";
    }

    private String fix(boolean experts, boolean shared, boolean dense, int block) {
        List<String> fixes = new ArrayList<>();
        int degree = largest(block);
        if (degree > 1) {
            fixes.add(judgement.flag(tensorFlag) + " " + degree);
        }
        if (experts && !shared) {
            fixes.add(
                    switch (judgement.options().server().engine()) {
                        case "vllm" -> "add --enable-expert-parallel (experts stay whole)";
                        default -> judgement.flag(Meaning.EXPERT) + " " + layout.stageRanks() + " (experts stay whole)";
                    });
        }
        if (dense && judgement.options().book().of(Meaning.DENSE_TENSOR).isPresent()) {
            fixes.add(judgement.flag(Meaning.DENSE_TENSOR) + " 1");
        }
        return fixes.isEmpty() ? "weights without such blocks (BF16)" : String.join(", or ", fixes);
    }

    /** The largest divisor of the ranks that cuts everything at blocks. */
    private int largest(int block) {
        int ranks = layout.stageRanks();
        for (int degree = ranks / 2; degree > 1; degree--) {
            int tried = degree;
            boolean whole = ranks % tried == 0
                    && facts.heads().stream().allMatch(heads -> heads % tried == 0)
                    && List.of(facts.expertWidth(), facts.sharedWidth(), facts.denseWidth()).stream()
                            .allMatch(width -> width % tried == 0 && width / tried % Math.max(1, block) == 0);
            if (whole) {
                return tried;
            }
        }
        return 1;
    }
}
