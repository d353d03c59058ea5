package io.eventfork.fulfilment;

import org.apache.camel.spi.PropertiesFunction;

/**
 * Lets routes name a path of the shipping service: {@code {{shipping:fulfilment/receiver}}} is its
 * URL. Immutable.
 *
 * @param settings where the shipping service is
 */
record ShippingUrls(ShippingSettings settings) implements PropertiesFunction {

    @Override
    public String getName() {
        return "shipping";
    }

    @Override
    public String apply(String path) {
        return settings.resolve(path);
    }
}
