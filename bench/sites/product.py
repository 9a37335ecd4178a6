"""The product as it is, and a middleware that writes down the statements of a request that asks for it."""

from dmst import settings as product

vars().update({name: value for name, value in vars(product).items() if name.isupper()})
ROOT_URLCONF = "bench.sites.product_pages"
MIDDLEWARE = ["bench.sites.recording.RecordingMiddleware", *product.MIDDLEWARE]
