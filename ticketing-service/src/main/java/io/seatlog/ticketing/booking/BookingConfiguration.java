package io.seatlog.ticketing.booking;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BookingConfiguration {
    @Bean
    Receipts receipts(ReceiptProperties properties) {
        return properties.receipts();
    }
}
