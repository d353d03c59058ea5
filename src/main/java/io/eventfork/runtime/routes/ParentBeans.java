package io.eventfork.runtime.routes;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.BeanRepository;

/**
 * The running context's beans, lent to a context that checks routes. Components and endpoints are
 * left out: each belongs to one context.
 */
final class ParentBeans implements BeanRepository {

    private final CamelContext parent;
    private final Set<String> hidden;
    private final Set<CamelContextAware> lent = Collections.newSetFromMap(new IdentityHashMap<>());

    ParentBeans(CamelContext parent, Set<String> hidden) {
        this.parent = parent;
        this.hidden = Set.copyOf(hidden);
    }

    @Override
    public Object lookupByName(String name) {
        return hidden.contains(name) ? null : lend(parent.getRegistry().lookupByName(name));
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
        return hidden.contains(name)
                ? null
                : lend(parent.getRegistry().lookupByNameAndType(name, type));
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        Map<String, T> found = new LinkedHashMap<>();
        parent.getRegistry()
                .findByTypeWithName(type)
                .forEach(
                        (name, bean) -> {
                            if (!hidden.contains(name) && lend(bean) != null) {
                                found.put(name, bean);
                            }
                        });
        return found;
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return new LinkedHashSet<>(findByTypeWithName(type).values());
    }

    private <T> T lend(T bean) {
        if (bean instanceof Component || bean instanceof Endpoint || bean instanceof CamelContext) {
            return null;
        }
        if (bean instanceof CamelContextAware aware && aware.getCamelContext() == parent) {
            lent.add(aware);
        }
        return bean;
    }

    /** Camel injects its context into what it uses; the running context gets its beans back. */
    void giveBack() {
        lent.forEach(bean -> bean.setCamelContext(parent));
    }
}
