package io.eventfork.runtime;

import io.eventfork.runtime.inspection.Wording;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.EndpointUriFactory;

/** What routes may name in a context. */
record KnownNames(CamelContext context, List<String> templates) implements Wording.Known {

    @Override
    public List<String> beans() {
        return List.copyOf(
                new TreeSet<>(context.getRegistry().findByTypeWithName(Object.class).keySet()));
    }

    @Override
    public List<String> schemes() {
        Set<String> schemes = new TreeSet<>(context.getComponentNames());
        schemes.addAll(
                List.of(
                        "aws2-ddb",
                        "aws2-eventbridge",
                        "aws2-s3",
                        "aws2-sns",
                        "aws2-sqs",
                        "bean",
                        "direct",
                        "file",
                        "group-commit",
                        "http",
                        "https",
                        "kinesis-batch",
                        "log",
                        "platform-http",
                        "seda",
                        "smtp",
                        "timer"));
        return List.copyOf(schemes);
    }

    @Override
    public List<String> options(String scheme) {
        EndpointUriFactory uris = context.getCamelContextExtension().getEndpointUriFactory(scheme);
        return uris == null ? List.of() : List.copyOf(new TreeSet<>(uris.propertyNames()));
    }

    @Override
    public List<String> words(String type) {
        try {
            return Arrays.stream(Class.forName(type).getEnumConstants())
                    .map(Object::toString)
                    .toList();
        } catch (ClassNotFoundException e) {
            return List.of();
        }
    }

    @Override
    public List<String> methods(String type) {
        try {
            return Arrays.stream(Class.forName(type).getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers()))
                    .map(Method::getName)
                    .distinct()
                    .sorted()
                    .toList();
        } catch (ClassNotFoundException e) {
            return List.of();
        }
    }
}
