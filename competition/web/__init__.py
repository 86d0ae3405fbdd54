"""The top floor: pages and the API, a folder for each kind of visitor; `application` joins them."""
