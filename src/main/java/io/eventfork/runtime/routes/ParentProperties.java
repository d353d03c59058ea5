package io.eventfork.runtime.routes;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.camel.Service;
import org.apache.camel.spi.PropertiesComponent;

/**
 * The running context's properties, lent to another context that must neither start, stop nor own
 * them.
 */
final class ParentProperties {

    private ParentProperties() {}

    static PropertiesComponent of(PropertiesComponent parent) {
        // A proxy shows no CamelContextAware: the borrower cannot make the component its own.
        return (PropertiesComponent)
                Proxy.newProxyInstance(
                        ParentProperties.class.getClassLoader(),
                        new Class<?>[] {PropertiesComponent.class},
                        (proxy, method, arguments) -> {
                            if (method.getDeclaringClass() == Service.class) {
                                return null;
                            }
                            try {
                                return method.invoke(parent, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
