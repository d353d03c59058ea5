package io.eventfork.runtime.routes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.util.URISupport;

/** Turns an exception into one line for people. */
final class Reasons {

    private static final int LONGEST = 400;

    private Reasons() {}

    /**
     * The message of the innermost cause that has one; Camel's outer ones repeat it with whole
     * routes around it.
     */
    static String of(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        for (Throwable cause : chain) {
            // Its cause lacks the expression, its own message draws it over several lines.
            if (cause instanceof SimpleIllegalSyntaxException syntax) {
                String reason = syntax.getMessage().lines().findFirst().orElse("is wrong");
                return oneLine(reason + " in the expression: " + syntax.getExpression());
            }
        }
        for (int i = chain.size() - 1; i >= 0; i--) {
            Throwable cause = chain.get(i);
            String message = cause.getMessage();
            if (message != null && !message.isBlank()) {
                // These carry a bare name as their message.
                boolean bare =
                        cause instanceof ReflectiveOperationException
                                || cause instanceof LinkageError
                                || cause instanceof NullPointerException;
                return oneLine(bare ? cause.getClass().getSimpleName() + ": " + message : message);
            }
        }
        return thrown.getClass().getSimpleName();
    }

    static List<Throwable> chain(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> chain = new ArrayList<>();
        for (Throwable t = thrown; t != null && seen.add(t); t = t.getCause()) {
            chain.add(t);
        }
        return chain;
    }

    /** Joins lines, hides secrets in URIs, and cuts what is too long for a log line. */
    static String oneLine(String text) {
        String line = URISupport.sanitizeUri(text.strip().replaceAll("\\s*\\R\\s*", " "));
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
