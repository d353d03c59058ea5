package io.eventfork.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A text given as it is, as {@code @file}, or as {@code -} for the input stream.
 *
 * @param fromInput whether it came through the input stream, which can be read once
 */
record TextArgument(String text, boolean fromInput) {

    /** Makes one of what the command line says. */
    static final class Converter implements ITypeConverter<TextArgument> {

        private final InputStream input;

        /** For picocli. */
        Converter() {
            this(System.in);
        }

        Converter(InputStream input) {
            this.input = input;
        }

        @Override
        public TextArgument convert(String written) {
            try {
                if (written.equals("-")) {
                    return new TextArgument(
                            new String(input.readAllBytes(), StandardCharsets.UTF_8), true);
                }
                return new TextArgument(
                        written.startsWith("@")
                                ? Files.readString(Path.of(written.substring(1)))
                                : written,
                        false);
            } catch (IOException | InvalidPathException e) {
                throw new TypeConversionException(
                        "cannot read %s (%s)".formatted(written, e.getMessage()));
            }
        }
    }
}
