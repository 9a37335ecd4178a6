"""No middleware, one view."""

from dmst import settings as product

vars().update({name: value for name, value in vars(product).items() if name.isupper()})
INSTALLED_APPS = [name for name in product.INSTALLED_APPS if not name.startswith("allauth")]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "bench.sites.bare_pages"
