/**
 * When engines' releases and models came out, from {@code releases.properties}, where dates and sources are.
 *
 * <p>Door: {@link dev.meshwright.lab.serving.release.Releases}. For {@code lab.serving} and {@code lab.inference}: a script's settings hold
 * for measurements of some days, and a row often names a release and no day. Days are UTC.
 *
 * <pre>{@code
 * Optional<LocalDate> built = Releases.built(Engine.VLLM, "0.12.0", "");
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.lab.serving.release;
