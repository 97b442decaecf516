package dev.meshwright.cli.option.value;

import dev.meshwright.facts.engine.EngineVersion;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a release of an engine. */
public final class ReleaseConverter implements ITypeConverter<EngineVersion> {
    @Override
    public EngineVersion convert(String value) {
        return EngineVersion.of(value)
                .orElseThrow(() -> new TypeConversionException("'" + value + "' is no release such as 0.21."));
    }
}
