"""Names of emoji, to be typed as ``:name:`` and completed: in English and in Spanish.

The table holds those that people use most, with short names in both languages; every
other one is found by its name in Unicode, ``:grinning_cat_face:``.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from tertulia_core.i18n import language

__all__ = ["MOST", "name_of", "named", "typed_name"]

MOST: Final = 40
"""Emoji that one beginning offers."""

LEAST: Final = 2
"""Letters after the colon from which emoji are offered: ``:)`` and ``:D`` stay what they are."""

_TABLE: Final = """\
😀 smile sonrisa
😃 happy contento
😄 grin alegre
😁 beam radiante
😆 laugh risa
😅 sweat_smile sudor
🤣 rofl carcajada
😂 joy lágrimas_de_risa
🙂 slight_smile sonrisita
🙃 upside_down del_revés
😉 wink guiño
😊 blush rubor
😇 angel ángel
🥰 in_love cariño
😍 heart_eyes enamorado
😘 kiss beso
😋 yum rico
😜 tongue lengua
🤪 zany loco
🤔 thinking pensando
🤨 doubt duda
😐 neutral neutral
😑 expressionless sin_palabras
🙄 eye_roll ojos_en_blanco
😏 smirk pícaro
😬 grimace apuro
😌 relieved alivio
😴 sleeping dormido
😷 mask mascarilla
🤒 sick enfermo
🤯 mind_blown alucinado
🥳 party fiesta
😎 cool gafas_de_sol
🤓 nerd empollón
🧐 monocle monóculo
😕 confused confuso
😟 worried preocupado
🙁 frown ceño
😮 wow asombro
😳 flushed vergüenza
🥺 pleading súplica
😨 fear miedo
😢 cry llanto
😭 sob llorando
😱 scream grito
😖 confounded frustrado
😞 disappointed decepción
😩 weary agotado
😤 triumph bufido
😡 angry enfado
🤬 swearing palabrota
💀 skull calavera
💩 poop caca
🤡 clown payaso
👻 ghost fantasma
👽 alien extraterrestre
🤖 robot robot
👋 wave hola
🤚 raised_hand mano
✋ stop_hand alto
👌 ok vale
✌️ victory victoria
🤞 fingers_crossed suerte
👈 left izquierda
👉 right derecha
👆 up arriba
👇 down abajo
👍 thumbs_up pulgar_arriba
👎 thumbs_down pulgar_abajo
✊ fist puño
👏 clap aplauso
🙌 hooray hurra
🙏 please por_favor
🤝 handshake trato
💪 strong fuerza
👀 eyes ojos
🧠 brain cerebro
🤷 shrug encogerse_de_hombros
🤦 facepalm mano_a_la_cara
❤️ heart corazón
🧡 orange_heart corazón_naranja
💛 yellow_heart corazón_amarillo
💚 green_heart corazón_verde
💙 blue_heart corazón_azul
💜 purple_heart corazón_morado
🖤 black_heart corazón_negro
💔 broken_heart corazón_roto
💯 hundred cien
💥 boom explosión
💤 zzz sueño
🔥 fire fuego
✨ sparkles brillos
⭐ star estrella
🌟 glowing_star estrella_brillante
🌈 rainbow arcoíris
☀️ sun sol
🌧️ rain lluvia
❄️ snow nieve
⚡ lightning rayo
🌊 ocean ola
🌍 earth tierra
🌙 moon luna
🐶 dog perro
🐱 cat gato
🦊 fox zorro
🐻 bear oso
🐼 panda panda
🐧 penguin pingüino
🦉 owl búho
🐢 turtle tortuga
🐍 snake serpiente
🐛 bug bicho
🦋 butterfly mariposa
🌹 rose rosa
🌻 sunflower girasol
🌵 cactus cactus
🌳 tree árbol
🍎 apple manzana
🍊 tangerine mandarina
🍓 strawberry fresa
🍕 pizza pizza
🍔 burger hamburguesa
🥘 stew guiso
🍰 cake tarta
🍫 chocolate chocolate
☕ coffee café
🍵 tea té
🍺 beer cerveza
🍷 wine vino
🎂 birthday cumpleaños
🎉 tada celebración
🎈 balloon globo
🎁 gift regalo
🎄 christmas navidad
⚽ soccer fútbol
🏀 basketball baloncesto
🎾 tennis tenis
🏆 trophy trofeo
🥇 first primero
🎮 game juego
🎲 dice dado
🎵 note nota
🎸 guitar guitarra
🎧 headphones auriculares
🎬 cinema cine
📷 camera cámara
📚 books libros
📖 book libro
📝 memo apuntes
✏️ pencil lápiz
📎 paperclip clip
📌 pin chincheta
📅 calendar calendario
📈 chart gráfico
✉️ mail correo
📱 phone móvil
💻 laptop portátil
🖥️ computer equipo
⌨️ keyboard teclado
🖱️ mouse ratón
🔌 plug enchufe
🔋 battery pila
💾 disk disquete
🔒 lock candado
🔑 key llave
🔍 search lupa
🔗 link enlace
🔔 bell campana
🔕 no_bell silencio
💡 idea idea
🛠️ tools herramientas
🐘 elephant elefante
🚀 rocket cohete
🚗 car coche
🚌 bus autobús
🚲 bike bicicleta
✈️ plane avión
🏠 home casa
🏫 school escuela
⏰ alarm alarma
⏳ hourglass reloj_de_arena
✅ check hecho
❌ cross no
❓ question pregunta
❗ exclamation atención
⚠️ warning aviso
🚫 forbidden prohibido
➕ plus más
➖ minus menos
➡️ arrow_right flecha
🔁 repeat repetir
🆗 ok_button bien
🏁 finish meta
🏳️‍🌈 pride orgullo
"""

_BLOCKS: Final = ((0x2600, 0x27C0), (0x1F300, 0x1F650), (0x1F680, 0x1F700), (0x1F900, 0x1FB00))
"""Where Unicode keeps emoji."""


def named(beginning: str) -> list[tuple[str, str]]:
    """Return (emoji, name) for what a name begins with: the whole name first, then short names.

    Args:
        beginning: without colons; in any case, with or without accents.
    """
    wanted = _plain(beginning)
    if len(wanted) < LEAST:
        return []
    rows = [row for row in (*_short(), *_unicode()) if row[2].startswith(wanted)]
    found: dict[str, str] = {}
    for emoji, name, _plain_name in sorted(rows, key=lambda row: row[2] != wanted):
        found.setdefault(emoji, name)
        if len(found) == MOST:
            break
    return list(found.items())


def name_of(emoji: str) -> str:
    """Return the short name of an emoji in the language in force, ``""`` where it has none."""
    names = [name for sign, name, _plain in _short() if sign == emoji]
    return names[-1 if language() == "es" else 0] if names else ""


def typed_name(word: str) -> str:
    """Return what stands after the colon of a word that may be an emoji's name, else ``""``."""
    name = word[1:].rstrip(":")
    return name if word[:1] == ":" and len(name) >= LEAST and name[0].isalpha() else ""


@cache
def _short() -> tuple[tuple[str, str, str], ...]:
    rows = [line.split() for line in _TABLE.splitlines()]
    return tuple((emoji, name, _plain(name)) for emoji, *names in rows for name in names)


@cache
def _unicode() -> tuple[tuple[str, str, str], ...]:
    return tuple(_names_in_unicode())


def _names_in_unicode() -> Iterator[tuple[str, str, str]]:
    for first, last in _BLOCKS:
        for code in range(first, last):
            name = unicodedata.name(chr(code), "").lower().replace(" ", "_").replace("-", "_")
            if name and not name.startswith("emoji_modifier"):
                yield chr(code), name, _plain(name)


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFD", name.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
