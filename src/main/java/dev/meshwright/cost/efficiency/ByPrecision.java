package dev.meshwright.cost.efficiency;

import dev.meshwright.facts.model.Precision;
import java.util.function.Function;

/**
 * One surface per width of the arithmetic. The <em>arithmetic</em> chooses the surface, not the storage: 4-bit weights
 * that are expanded to 16 bits before the product use the 16-bit surface with their own bytes per element.
 *
 * @param sixteenBit bf16 and fp16 (and fp32, whose peak the caller passes)
 * @param eightBit fp8 and int8
 * @param fourBit nvfp4, mxfp4 and int4 with 4-bit arithmetic
 */
public record ByPrecision<T>(T sixteenBit, T eightBit, T fourBit) {

    /** The surface for arithmetic in {@code precision}. */
    public T of(Precision precision) {
        return switch (precision) {
            case FP32, BF16, FP16 -> sixteenBit;
            case FP8, INT8 -> eightBit;
            case INT4, NVFP4, MXFP4 -> fourBit;
        };
    }

    /** What {@code change} makes of each. */
    <R> ByPrecision<R> map(Function<T, R> change) {
        return new ByPrecision<>(change.apply(sixteenBit), change.apply(eightBit), change.apply(fourBit));
    }
}
