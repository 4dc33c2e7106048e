"""Invented tables in the form of the public ones. No figure here was ever published."""

LONG = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,la_name,"
    "new_la_code"
)
NUMBERS = f"{LONG},population_count,population_estimate,number,rate_per_10000"
STOCK = "Children looked after at 31 March each year"
REGIONS = (
    "North East", "North West", "Yorkshire and The Humber", "East Midlands", "West Midlands", "East of England",
    "London", "South East", "South West",
)  # fmt: skip


def nation(year, number, label=STOCK):
    return f"{year},Reporting year,National,E92000001,England,,,,,,{label},1000,{number},70"


def region(year, name, number, label=STOCK):
    return f"{year},Reporting year,Regional,E92000001,England,E12000001,{name},,,,{label},1000,{number},70"


def council(year, code, name, gss, number, label=STOCK, rate="70"):
    place = f"E1,South West,{code},{name},{gss}"
    return f"{year},Reporting year,Local authority,E92000001,England,{place},{label},1000,{number},{rate}"


def table(*rows, heading=NUMBERS):
    return ("\ufeff" + "\r\n".join([heading, *rows]) + "\r\n").encode()


def small(number="700"):
    """England, its regions and two councils, one of them with a sign."""
    return table(
        nation(2024, 90 * 10), *(region(2024, name, 100) for name in REGIONS), region(2024, "Inner London", 40),
        region(2024, "Outer London", 60), council(2024, "878", "Devon", "E10000008", number),
        council(2024, "801", "Bristol", "E06000023", "c", rate="c"),
    )  # fmt: skip


TOOL = "Short Desc,Years,LA and Regions,Values,LA Number,Region,Topic"


def tool(rows):
    """The interactive tool: (measure, years, code, value)."""
    return table(*(f"{m},{y},Name,{v},{c},Region,Topic" for m, y, c, v in rows), heading=TOOL)


CENSUS = (
    "Looked after child?,Placing Authority,Identifier,Age,Gender,How the placement was sourced,Type of provision,"
    "Does this CYP require a solo placement?,Total weekly cost,Contribution from Social Care,"
    "Contribution from Education,Contribution from Health"
)
CENSUS_ROWS = (
    "Yes,Bolton,A1,12,M,Local Contract or Framework,Residential - Mainstream,"
    '"No, and is not in a solo placement",5000,4000,600,400',
    "Yes,Bolton,A2,16,F,Direct Award / Off Framework,Fostering - Enhanced,"
    '"Yes, and is in a solo placement",1000,1000,0,0',
    "Yes,Wigan,A3,9,F,Direct Award / Spot Purchase,Fostering - Inter LA,"
    '"No, and is not in a solo placement",900.50,800,0,0',
)
